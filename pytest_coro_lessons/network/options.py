"""Which arguments of asyncio's ``create_server`` and ``create_connection`` mean something here.

Rule: an argument that would change what an in-memory connection does is refused with what to use
instead; one that only tunes real sockets is accepted and ignored, so that programs run unchanged.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from ..errors import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Mapping

_REFUSED = {
    "ssl": ("TLS", "leave ssl= out: in memory there is no wire to listen on"),
    "sock": ("real sockets", "give a host and a port"),
    "family": ("families of addresses other than the internet's", "give a host and a port"),
}
_ACCEPTED_FAMILIES = frozenset({socket.AF_UNSPEC, socket.AF_INET, socket.AF_INET6})
_ONLY_WITH_TLS = frozenset({"server_hostname", "ssl_handshake_timeout", "ssl_shutdown_timeout"})

_IGNORED = {
    "create_server": frozenset(
        {"flags", "backlog", "reuse_address", "reuse_port", "keep_alive"},
    ),
    "create_connection": frozenset({"proto", "flags", "happy_eyeballs_delay", "interleave"}),
}


def check_options(call: str, host: object, port: object, options: Mapping[str, object]) -> None:
    """Check the arguments of ``call`` that the network itself has no use for.

    Raises:
        UnsupportedError: for what the network cannot do, naming what can.
        ValueError: for arguments that do not go together, in asyncio's words.
        TypeError: for an argument that asyncio has not either.
    """
    if options.get("sock") is not None and not (host is None and port is None):
        msg = "host/port and sock can not be specified at the same time"
        raise ValueError(msg)
    for name, value in options.items():
        if name in _REFUSED:
            if not _is_harmless(name, value):
                what, instead = _REFUSED[name]
                msg = f"loop.{call}({name}=...): {what} do not exist in virtual time; {instead}"
                raise UnsupportedError(msg)
        elif name in _ONLY_WITH_TLS:
            if value is not None and not options.get("ssl"):
                msg = f"{name} is only meaningful with ssl"
                raise ValueError(msg)
        elif name not in _IGNORED[call]:
            msg = f"{call}() got an unexpected keyword argument {name!r}"
            raise TypeError(msg)


def _is_harmless(name: str, value: object) -> bool:
    if name == "family":
        return value in _ACCEPTED_FAMILIES
    return value is None or value is False
