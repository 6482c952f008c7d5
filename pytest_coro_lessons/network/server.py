"""The server object that ``create_server`` returns.

Rule: ``wait_closed`` means on every Python what it means since 3.12.1: the server is closed *and*
its last connection is gone. On 3.11, asyncio's own returned at once.
"""

from __future__ import annotations

import asyncio
import contextvars
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .addresses import Address
    from .sockets import Socket
    from .transport import Transport


class Server(asyncio.AbstractServer):
    """A server that listens on in-memory addresses."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        protocol_factory: Callable[[], asyncio.BaseProtocol],
        sockets: tuple[Socket, ...],
        stop_listening: Callable[[Iterable[Address]], None],
    ) -> None:
        self.protocol_factory = protocol_factory
        self.context = contextvars.copy_context()
        """What connections start from: the context in which serving began."""
        self._loop = loop
        self._sockets: tuple[Socket, ...] | None = sockets
        self._stop_listening = stop_listening
        self._serving = False
        # In the order of their arrival; asyncio's WeakSet has another order in every run.
        self._clients: dict[Transport, None] = {}
        self._waiters: list[asyncio.Future[None]] | None = []
        self._serving_forever: asyncio.Future[None] | None = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} sockets={self.sockets!r}>"

    @property
    def sockets(self) -> tuple[Socket, ...]:
        return self._sockets or ()

    def get_loop(self) -> asyncio.AbstractEventLoop:
        return self._loop

    def is_serving(self) -> bool:
        return self._serving

    def attach(self, transport: Transport) -> None:
        self._clients[transport] = None

    def detach(self, transport: Transport) -> None:
        self._clients.pop(transport, None)
        self._wake_if_over()

    def begin_serving(self) -> None:
        if not self._serving:
            self._serving = True
            self.context = contextvars.copy_context()

    async def start_serving(self) -> None:
        if self._sockets is None:
            msg = f"server {self!r} is closed"
            raise RuntimeError(msg)
        self.begin_serving()
        await asyncio.sleep(0)

    async def serve_forever(self) -> None:
        if self._serving_forever is not None:
            msg = f"server {self!r} is already being awaited on serve_forever()"
            raise RuntimeError(msg)
        if self._sockets is None:
            msg = f"server {self!r} is closed"
            raise RuntimeError(msg)
        self.begin_serving()
        self._serving_forever = self._loop.create_future()
        try:
            await self._serving_forever
        except asyncio.CancelledError:
            self.close()
            await self.wait_closed()
            raise
        finally:
            self._serving_forever = None

    def close(self) -> None:
        if self._sockets is None:
            return
        self._stop_listening([socket.getsockname() for socket in self._sockets])
        self._sockets = None
        self._serving = False
        if self._serving_forever is not None:
            self._serving_forever.cancel()
        self._wake_if_over()

    def close_clients(self) -> None:
        for transport in list(self._clients):
            transport.close()

    def abort_clients(self) -> None:
        for transport in list(self._clients):
            transport.abort()

    async def wait_closed(self) -> None:
        if self._waiters is not None:
            waiter = self._loop.create_future()
            self._waiters.append(waiter)
            await waiter

    def _wake_if_over(self) -> None:
        if self._sockets is not None or self._clients or self._waiters is None:
            return
        waiters, self._waiters = self._waiters, None
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)
