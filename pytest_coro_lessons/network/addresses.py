"""Names and ports: which are taken, who listens there, and which port is free.

Rule: nothing is drawn at random and no name is looked up. Every name is a machine of its own,
except the names of this machine, which are one.
"""

from __future__ import annotations

import errno
import operator
import os
from typing import TYPE_CHECKING

from ..errors import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .server import Server

Address = tuple[str, int]

_LAST_PORT = 65535
_FREE_PORTS = range(49152, _LAST_PORT + 1)  # the range that IANA leaves to programs

THIS_MACHINE = "127.0.0.1"
EVERYWHERE = "0.0.0.0"
_THIS_MACHINE = frozenset({"localhost", THIS_MACHINE, "::1"})
_EVERYWHERE = frozenset({"", EVERYWHERE, "::"})


def listening_host(host: str | None) -> str:
    """Return the one spelling of ``host`` that is used for a listening server."""
    name = (host or "").lower()
    if name in _EVERYWHERE:
        return EVERYWHERE
    return THIS_MACHINE if name in _THIS_MACHINE else name


def connecting_host(host: str | None) -> str:
    """Return the one spelling of ``host`` that is used by a client.

    As on Linux, connecting to no host or to ``0.0.0.0`` reaches this machine.
    """
    name = listening_host(host)
    return THIS_MACHINE if name == EVERYWHERE else name


def port_number(port: int | str | None) -> int:
    """Return ``port`` as a number, 0 for None.

    Raises:
        OverflowError: if no such port exists, as ``socket.bind`` does.
        UnsupportedError: if ``port`` is the name of a service.
    """
    if isinstance(port, str) and not port.isdecimal():
        msg = f"port {port!r}: the in-memory network looks up no service names; give a number"
        raise UnsupportedError(msg)
    number = int(port) if isinstance(port, str) else operator.index(port or 0)
    if not 0 <= number <= _LAST_PORT:
        msg = f"port must be 0-{_LAST_PORT}, got {number}"
        raise OverflowError(msg)
    return number


class Addresses:
    """The addresses that servers and clients have taken."""

    def __init__(self, free_ports: range = _FREE_PORTS) -> None:
        self._taken: dict[Address, Server | None] = {}
        self._free_ports = free_ports
        self._used = 0

    def take(self, host: str, port: int) -> Address:
        """Take ``port`` of ``host``; port 0 takes the next free one.

        A port that was given back is handed out again only after all the others.

        Raises:
            OSError: ``EADDRINUSE`` or, when port 0 finds none free, ``EADDRNOTAVAIL``.
        """
        address = (host, port) if port else self._free(host)
        if self._is_taken(address):
            raise _bind_error(errno.EADDRINUSE, address)
        self._taken[address] = None
        return address

    def take_for_server(self, hosts: Iterable[str], port: int) -> list[Address]:
        """Take ``port`` of each of the hosts, or of none."""
        taken: list[Address] = []
        try:
            for host in dict.fromkeys(hosts):
                taken.append(self.take(host, port))
        except OSError:
            self.give_back(taken)
            raise
        return taken

    def give_back(self, addresses: Iterable[Address]) -> None:
        for address in addresses:
            self._taken.pop(address, None)

    def listen(self, addresses: Iterable[Address], server: Server) -> None:
        self._taken.update(dict.fromkeys(addresses, server))

    def server_at(self, address: Address) -> Server | None:
        """Return the server that a client of ``address`` reaches, if any serves there."""
        server = self._taken.get(address) or self._taken.get((EVERYWHERE, address[1]))
        return server if server is not None and server.is_serving() else None

    def _free(self, host: str) -> Address:
        for _ in self._free_ports:
            port = self._free_ports[self._used % len(self._free_ports)]
            self._used += 1
            if not self._is_taken((host, port)):
                return (host, port)
        raise _bind_error(errno.EADDRNOTAVAIL, (host, 0))

    def _is_taken(self, address: Address) -> bool:
        host, port = address
        # On one machine, a port of every address and the same port of one address are the same.
        same = (THIS_MACHINE, EVERYWHERE) if host in {THIS_MACHINE, EVERYWHERE} else (host,)
        return any((name, port) in self._taken for name in same)


def _bind_error(number: int, address: Address) -> OSError:
    reason = os.strerror(number).lower()
    return OSError(number, f"error while attempting to bind on address {address!r}: {reason}")
