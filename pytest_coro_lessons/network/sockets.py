"""What stands where asyncio shows the socket of a server or of a transport."""

from __future__ import annotations

import errno
import os
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .addresses import Address


class Socket:
    """The questions that programs ask a transport's socket, answered without a file behind it.

    Options are remembered and change nothing.
    """

    family = socket.AF_INET
    type = socket.SOCK_STREAM
    proto = socket.IPPROTO_TCP

    def __init__(self, address: Address, peer: Address | None = None) -> None:
        self._address = address
        self._peer = peer
        self._options: dict[tuple[int, int], int | bytes] = {}

    def __repr__(self) -> str:
        peer = f", raddr={self._peer}" if self._peer else ""
        return f"<in-memory socket laddr={self._address}{peer}>"

    def getsockname(self) -> Address:
        return self._address

    def getpeername(self) -> Address:
        if self._peer is None:
            raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))
        return self._peer

    def fileno(self) -> int:
        """Return -1, as a closed socket does: there is no file to watch."""
        return -1

    def setsockopt(
        self, level: int, option: int, value: int | bytes | None, optlen: int = 0
    ) -> None:
        self._options[level, option] = bytes(optlen) if value is None else value

    def getsockopt(self, level: int, option: int, buflen: int = 0) -> int | bytes:
        return self._options.get((level, option), bytes(buflen) if buflen else 0)

    def gettimeout(self) -> float:
        return 0.0

    def settimeout(self, value: float | None) -> None:
        self.setblocking(value != 0)

    def setblocking(self, flag: bool) -> None:  # noqa: FBT001 - the signature of socket.socket
        if flag:
            msg = "transport sockets cannot be blocking"
            raise ValueError(msg)
