"""One end of an in-memory connection.

Rule: the order of calls to the protocol is that of asyncio's ``_SelectorSocketTransport``, whose
descriptor is replaced by two pipes. What the other end sees is what TCP shows it: an orderly close
is the end of the data, and data for an end that has closed is answered by a reset.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import warnings
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .flow_control import FlowControlledTransport

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Context

    from .pipe import Pipe
    from .sockets import Socket

_ResultT = TypeVar("_ResultT")

_logger = logging.getLogger("asyncio")  # where asyncio's own transports log
_WRITES_BEFORE_WARNING = 5  # asyncio.constants.LOG_THRESHOLD_FOR_CONNLOST_WRITES


class Transport(FlowControlledTransport):
    """Reads from ``incoming`` and writes into ``outgoing``."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        protocol: asyncio.BaseProtocol,
        *,
        incoming: Pipe,
        outgoing: Pipe,
        socket: Socket,
        on_closed: Callable[[Transport], None],
    ) -> None:
        names = {"sockname": socket.getsockname(), "peername": socket.getpeername()}
        super().__init__(loop, protocol, {"socket": socket, **names})
        self._incoming = incoming
        self._outgoing = outgoing
        self._on_closed = on_closed
        self._eof_written = False
        self._eof_seen = False
        self._started = False
        self._paused = False
        self._read_scheduled = False
        self._closing = False
        self._writes_lost = 0  # above 0 once connection_lost is scheduled, as in asyncio
        self._breaks_off = False
        self._closed = False
        outgoing.sender = self
        self.call_soon(protocol.connection_made, self)
        # Not before connection_made() has been called.
        self.call_soon(self._start_reading)

    def __repr__(self) -> str:
        state = "closed" if self._closed else "closing" if self._closing else "open"
        ends = f"{self.get_extra_info('sockname')} to {self.get_extra_info('peername')}"
        return f"<{type(self).__name__} {ends} {state} bufsize={self.get_write_buffer_size()}>"

    @property
    def context(self) -> Context:
        """The context that every call to the protocol runs in."""
        return self._incoming.context

    def call_soon(self, callback: Callable[..., object], *args: object) -> None:
        """Schedule ``callback`` in the context of this end."""
        self._loop.call_soon(callback, *args, context=self.context)

    # Writing

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        content = _bytes_of(data)
        if self._eof_written:
            msg = "Cannot call write() after write_eof()"
            raise RuntimeError(msg)
        if not content:
            return
        if self._writes_lost:
            if self._writes_lost >= _WRITES_BEFORE_WARNING:
                _logger.warning("socket.send() raised exception.")
            self._writes_lost += 1
            return
        self._outgoing.send(content)
        self._pause_or_resume_writing()

    def write_eof(self) -> None:
        if self._closing or self._eof_written:
            return
        self._eof_written = True
        self._outgoing.end()

    def can_write_eof(self) -> bool:
        return True

    def get_write_buffer_size(self) -> int:
        """Return the bytes that the other end does not take, and those too many for the network."""
        return 0 if self._writes_lost else self._outgoing.held_back

    def buffer_changed(self) -> None:
        """Hear from the pipe, in the middle of the other end's callback."""
        if not self._writes_lost and (self._closing or self._must_pause_or_resume()):
            self.call_soon(self._follow_buffer)

    def _follow_buffer(self) -> None:
        if self._writes_lost:
            return
        self._pause_or_resume_writing()
        if self._closing and not self.get_write_buffer_size():
            self._lose_connection(None)

    # Reading

    def is_reading(self) -> bool:
        return not self._closing and not self._paused

    def pause_reading(self) -> None:
        if self.is_reading():
            self._paused = True

    def resume_reading(self) -> None:
        if not self._closing and self._paused:
            self._paused = False
            self._schedule_read()

    def something_arrived(self) -> None:
        if self._closed:
            if self._incoming.has_data:
                self._outgoing.reset()
        elif not self._read_scheduled:
            self._read()

    def reset_arrived(self) -> None:
        self._force_close(ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"))

    def _start_reading(self) -> None:
        self._started = True
        self._incoming.receiver = self
        if self._incoming.was_reset:
            self.reset_arrived()
        else:
            self._schedule_read()

    def _schedule_read(self) -> None:
        if not self._started or self._read_scheduled:
            return
        if self.is_reading() and self._incoming.has_news:
            self._read_scheduled = True
            self.call_soon(self._read)

    def _read(self) -> None:
        # One chunk, then the loop's turn: as asyncio receives once each time it polls.
        self._read_scheduled = False
        if not self.is_reading():
            return
        if self._incoming.has_data:
            if isinstance(self._protocol, asyncio.BufferedProtocol):
                self._fill_buffer_of(self._protocol)
            else:
                protocol = cast("asyncio.Protocol", self._protocol)
                self._call("data_received", protocol.data_received, self._incoming.take())
            self._schedule_read()
        elif self._incoming.ended and not self._eof_seen:
            self._eof_seen = True
            protocol = cast("asyncio.Protocol", self._protocol)
            if not self._call("eof_received", protocol.eof_received):
                self.close()

    def _fill_buffer_of(self, protocol: asyncio.BufferedProtocol) -> None:
        view = self._call("get_buffer", _buffer_of, protocol)
        if view is None:
            return
        data = self._incoming.take(len(view))
        view[: len(data)] = data
        self._call("buffer_updated", protocol.buffer_updated, len(data))

    def _call(self, name: str, callback: Callable[..., _ResultT], *args: object) -> _ResultT | None:
        # An exception of the protocol ends the connection, and the result is then None.
        try:
            return callback(*args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:  # noqa: BLE001 - as asyncio: the loop's handler hears of it
            self._fatal_error(exc, f"Fatal error: protocol.{name}() call failed.")
            return None

    # Closing

    def is_closing(self) -> bool:
        return self._closing

    def close(self) -> None:
        if self._closing:
            return
        self._closing = True
        if not self.get_write_buffer_size():
            self._lose_connection(None)

    def abort(self) -> None:
        """Close at once; the other end gets a ``ConnectionResetError``.

        asyncio's own transport leaves it to the kernel what the other end sees, which is most often
        the end of the data.
        """
        if not self._writes_lost:
            self._breaks_off = True
            self._force_close(None)

    def discard(self, *, warns: bool = True) -> None:
        """Be closed without telling the protocol, for a loop that calls nobody any more."""
        if not self._closed:
            if warns:
                _Unclosed(repr(self))
            self._closing = self._closed = True
            self._writes_lost += 1

    def _fatal_error(self, exc: BaseException, message: str) -> None:
        if not isinstance(exc, OSError):
            self._report(exc, message)
        self._force_close(exc)

    def _force_close(self, exc: BaseException | None) -> None:
        self._closing = True
        if not self._writes_lost:
            self._lose_connection(exc)

    def _lose_connection(self, exc: BaseException | None) -> None:
        self._writes_lost += 1
        self.call_soon(self._call_connection_lost, exc)

    def _call_connection_lost(self, exc: Exception | None) -> None:
        try:
            self._protocol.connection_lost(exc)
        finally:
            self._closed = True
            # TCP answers data that nobody read by a reset, also when the close is an orderly one.
            if self._breaks_off or self._incoming.has_data:
                self._outgoing.reset()
            else:
                self._outgoing.end()
            self._on_closed(self)


class _Unclosed:
    """Warns of a transport when this object is collected, which is at once.

    In a finaliser, because where warnings are errors one raised by ``loop.close()`` itself would
    hide the error that ended the program.
    """

    def __init__(self, transport: str) -> None:
        self._transport = transport

    def __del__(self) -> None:
        warnings.warn(f"unclosed transport {self._transport}", ResourceWarning, stacklevel=1)


def _bytes_of(data: object) -> bytes:
    if not isinstance(data, (bytes, bytearray, memoryview)):
        msg = f"data argument must be a bytes-like object, not {type(data).__name__!r}"
        raise TypeError(msg)
    return bytes(data)


def _buffer_of(protocol: asyncio.BufferedProtocol) -> memoryview[int]:
    view = memoryview(protocol.get_buffer(-1)).cast("B")
    if not view:
        msg = "get_buffer() returned an empty buffer"
        raise RuntimeError(msg)
    return view
