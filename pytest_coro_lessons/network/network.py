"""The network itself: who listens where, how long messages take, and how connections are made.

Rule: everything that travels is one ``call_later`` of its latency (``call_soon`` without latency);
nothing polls, and nothing touches a socket.
"""

from __future__ import annotations

import asyncio
import contextvars
import errno
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from .addresses import (
    THIS_MACHINE,
    Address,
    Addresses,
    connecting_host,
    listening_host,
    port_number,
)
from .latencies import Latencies, checked
from .options import check_options
from .pipe import Message, Pipe, after, in_chunks
from .server import Server
from .sockets import Socket
from .transport import Transport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_ProtocolT = TypeVar("_ProtocolT", bound=asyncio.BaseProtocol)


@dataclass(frozen=True, slots=True)
class _Wire:
    """Both directions of one connection and the addresses of its ends."""

    client: Address
    server: Address
    to_server: Pipe
    to_client: Pipe


class Network:
    """Connections between (name, port) pairs inside one event loop.

    Every name exists: a server is reached under the name it listens on, and one that listens on no
    name in particular under all the names nobody else listens on. Opening a connection takes one
    round trip; the server hears of it half a round trip later, together with the client's first
    data.

    A writer's buffer holds what has arrived and the reader does not take, and what is on its way
    beyond 64 KiB. Only the news that there is room again takes no time.

    Programs reach it through ``loop.create_server``, ``asyncio.open_connection`` and so on;
    ``loop.network`` is for setting it up.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, *, latency: float = 0.0) -> None:
        self.split: Callable[[bytes], Iterable[bytes]] | None = None
        """Cuts one write into the chunks in which it is received; whole writes when None.

        Each chunk is received in a turn of the loop of its own.
        """
        self._loop = loop
        self._latencies = Latencies(latency)
        self._addresses = Addresses()
        # Kept alive as by a selector; and of each end, whether it is the one that was opened.
        self._open: dict[Transport, bool] = {}

    @property
    def latency(self) -> float:
        """Seconds that every message takes one way, unless its connection's name has its own.

        A change counts for what is sent from then on.
        """
        return self._latencies.usual.nominal

    @latency.setter
    def latency(self, seconds: float) -> None:
        self._latencies.usual = checked("latency", seconds)

    def set_latency(
        self, host: str, seconds: float, *, lo: float | None = None, hi: float | None = None
    ) -> None:
        """Set the seconds one way of the connections that are opened to ``host``.

        Each message takes between ``lo`` and ``hi`` when other orders are explored; what of them is
        not given is ``seconds``.
        """
        self._latencies.put(host, checked("seconds", seconds, lo, hi))

    def latency_to(self, host: str) -> float:
        """Return the seconds one way of the connections that are opened to ``host``."""
        return self._latencies.to(host).nominal

    def close(self) -> None:
        """Drop what is still open, with a ``ResourceWarning`` for each connection that was opened.

        For the loop, when it closes; asyncio's own transports warn later, in any other test. Ends
        of servers do not: a handler that is cancelled then has often had no chance to close them.
        """
        for transport, was_opened in self._open.items():
            transport.discard(warns=was_opened)
        self._open.clear()

    async def create_server(
        self,
        protocol_factory: Callable[[], asyncio.BaseProtocol],
        host: str | Sequence[str] | None = None,
        port: int | str | None = None,
        *,
        start_serving: bool = True,
        **options: Any,
    ) -> Server:
        """Listen on a port of one or several names; the arguments are ``loop.create_server``'s.

        Raises:
            UnsupportedError: for ``ssl``, ``sock`` and families other than the internet's.
            OSError: ``EADDRINUSE`` if another server has one of the addresses.
        """
        check_options("create_server", host, port, options)
        if host is None and port is None:
            msg = "Neither host/port nor sock were specified"
            raise ValueError(msg)
        hosts = [host] if host is None or isinstance(host, str) else host
        addresses = self._addresses.take_for_server(map(listening_host, hosts), port_number(port))
        sockets = tuple(Socket(address) for address in addresses)
        server = Server(self._loop, protocol_factory, sockets, self._addresses.give_back)
        self._addresses.listen(addresses, server)
        if start_serving:
            await server.start_serving()
        return server

    async def create_connection(
        self,
        protocol_factory: Callable[[], _ProtocolT],
        host: str | None = None,
        port: int | str | None = None,
        *,
        local_addr: tuple[str, int] | None = None,
        all_errors: bool = False,
        **options: Any,
    ) -> tuple[Transport, _ProtocolT]:
        """Connect to a port of a name; the arguments are ``loop.create_connection``'s.

        The host of ``local_addr`` is the name the server sees the client under.

        Raises:
            UnsupportedError: for ``ssl``, ``sock`` and families other than the internet's.
            ConnectionRefusedError: if nobody listens there.
        """
        check_options("create_connection", host, port, options)
        if host is None and port is None:
            msg = "host and port was not specified and no sock specified"
            raise ValueError(msg)
        remote = (connecting_host(host), port_number(port))
        local_host, local_port = local_addr or (THIS_MACHINE, 0)
        local = self._addresses.take(connecting_host(local_host), port_number(local_port))
        answer: asyncio.Future[_Wire] = self._loop.create_future()
        try:
            request = Message("request", remote[0], local)
            self._after_latency(request, self._knock, local, remote, answer)
            wire = await answer
            protocol = protocol_factory()
        except BaseException as exc:
            self._addresses.give_back([local])
            _hang_up(answer)
            if all_errors and isinstance(exc, OSError):
                msg = "create_connection failed"
                raise ExceptionGroup(msg, [exc]) from None
            raise
        return await self._open_client(wire, protocol), protocol

    # Opening a connection: three messages, as in TCP. The client's end is open after the second,
    # the server's after the third.

    def _knock(self, local: Address, remote: Address, answer: asyncio.Future[_Wire]) -> None:
        server = self._addresses.server_at(remote)
        connection = Message("connection", remote[0], local)
        self._after_latency(connection, self._answer, local, remote, answer, server)

    def _answer(
        self,
        local: Address,
        remote: Address,
        answer: asyncio.Future[_Wire],
        server: Server | None,
    ) -> None:
        if answer.done():
            return  # The client gave up in the meantime: no server hears of it.
        if server is None:
            refusal = f"Connect call failed {remote}"
            answer.set_exception(OSError(errno.ECONNREFUSED, refusal))
            return
        pipe = functools.partial(
            Pipe,
            self._loop,
            latency=lambda: self._latencies.to(remote[0]),
            split=self._chunks,
            host=remote[0],
            client=local,
        )
        wire = _Wire(
            client=local,
            server=remote,
            to_server=pipe(context=server.context.copy(), direction="to"),
            to_client=pipe(context=contextvars.copy_context(), direction="from"),
        )
        # Before the client goes on: with no latency the server's handler then runs first, as it
        # does between real sockets of one loop.
        context = wire.to_server.context
        accepted = Message("accepted", remote[0], local)
        self._after_latency(accepted, self._accept, server, wire, context=context)
        answer.set_result(wire)

    def _accept(self, server: Server, wire: _Wire) -> None:
        if not server.is_serving():
            wire.to_client.reset()
            return
        try:
            protocol = server.protocol_factory()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:  # noqa: BLE001 - it belongs to the server, not to a caller
            # asyncio reports this in debug mode only, and the client waits in vain for an answer.
            message = "Error on transport creation for incoming connection"
            self._loop.call_exception_handler({"message": message, "exception": exc})
            wire.to_client.reset()
            return
        transport = Transport(
            self._loop,
            protocol,
            incoming=wire.to_server,
            outgoing=wire.to_client,
            socket=Socket(wire.server, wire.client),
            on_closed=functools.partial(self._server_end_closed, server),
        )
        self._open[transport] = False
        server.attach(transport)

    async def _open_client(self, wire: _Wire, protocol: asyncio.BaseProtocol) -> Transport:
        transport = Transport(
            self._loop,
            protocol,
            incoming=wire.to_client,
            outgoing=wire.to_server,
            socket=Socket(wire.client, wire.server),
            on_closed=functools.partial(self._client_end_closed, wire.client),
        )
        self._open[transport] = True
        connected: asyncio.Future[None] = self._loop.create_future()
        transport.call_soon(_wake, connected)  # after connection_made()
        try:
            await connected
        except BaseException:
            transport.close()
            raise
        return transport

    def _server_end_closed(self, server: Server, transport: Transport) -> None:
        self._open.pop(transport, None)
        server.detach(transport)

    def _client_end_closed(self, local: Address, transport: Transport) -> None:
        self._open.pop(transport, None)
        self._addresses.give_back([local])

    def _after_latency(
        self,
        what: Message,
        callback: Callable[..., object],
        *args: object,
        context: contextvars.Context | None = None,
    ) -> None:
        latency = self._latencies.to(what.host)
        after(self._loop, latency, callback, *args, what=what, context=context)

    def _chunks(self, data: bytes) -> list[bytes]:
        if self.split is None:
            return in_chunks(data)
        chunks = [bytes(chunk) for chunk in self.split(data) if chunk]
        if b"".join(chunks) != data:
            msg = "network.split must give back the same bytes in the same order"
            raise ValueError(msg)
        return chunks


def _hang_up(answer: asyncio.Future[_Wire]) -> None:
    # Cancelled, or its protocol failed, after the connection was there: the server must hear of it.
    if answer.done() and not answer.cancelled() and answer.exception() is None:
        answer.result().to_server.reset()


def _wake(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)
