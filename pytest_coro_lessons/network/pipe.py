"""One direction of a connection: bytes on their way from one end to the other.

Rule: what was sent first arrives first. Something sent with a shorter latency than what is before
it waits for that, as a segment of TCP does.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from contextvars import Context

    from ..latency import Latency
    from .addresses import Address

# Bytes on their way that the sender does not have to keep. Real kernels hold at least as much;
# without a limit, an endless `writer.write(data); await writer.drain()` would never let go of the
# loop.
IN_TRANSIT = 64 * 1024

# What asyncio's transports receive at most at once (_SelectorTransport.max_size).
_LARGEST_CHUNK = 256 * 1024


class Sender(Protocol):
    """The end that writes into a pipe."""

    def buffer_changed(self) -> None:
        """Hear that :attr:`Pipe.held_back` may have changed."""


class Receiver(Protocol):
    """The end that reads from a pipe."""

    def something_arrived(self) -> None:
        """Hear that there is data to take, or that the end of the data has come."""

    def reset_arrived(self) -> None:
        """Hear that the sender broke the connection off."""


class Message(NamedTuple):
    """Something on its way through a connection, as whoever tells of it needs to know it.

    Attributes:
        kind: ``request``, ``connection``, ``accepted`` open a connection, in this order;
            ``message_to`` and ``message_from`` are its data, ``end_to`` and ``end_from`` the ends
            of them, ``reset`` its breaking off.
        host: The name that the connection was opened to.
        client: The address of the end that opened it.
    """

    kind: str
    host: str
    client: Address


class _Signal(Enum):
    END = "end"
    RESET = "reset"


@dataclass(slots=True, eq=False)
class _Packet:
    content: list[bytes] | _Signal
    arrived: bool = False


def after(
    loop: asyncio.AbstractEventLoop,
    latency: Latency,
    callback: Callable[..., object],
    *args: object,
    what: Message,
    context: Context | None = None,
) -> None:
    """Call ``callback`` after a latency; 0 s is the next turn of the loop, not a timer.

    A loop that explores orders decides itself what arrives before what, and tells ``what`` it was.
    """
    bring = getattr(loop, "bring", None)
    if bring is not None:
        bring(latency, what, callback, *args, context=context)
    elif latency.nominal:
        loop.call_later(latency.nominal, callback, *args, context=context)
    else:
        loop.call_soon(callback, *args, context=context)


def in_chunks(data: bytes, size: int = _LARGEST_CHUNK) -> list[bytes]:
    """Cut data into chunks of one size; the last one may be smaller."""
    return [data[start : start + size] for start in range(0, len(data), size)]


class Pipe:
    """Carries what one end writes to the other end.

    ``context`` is the receiver's: everything that an arrival sets off runs in it, as it does in
    asyncio, and not in the context of the task that wrote.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        *,
        latency: Callable[[], Latency],
        split: Callable[[bytes], list[bytes]],
        context: Context,
        direction: Literal["to", "from"],
        host: str,
        client: Address,
    ) -> None:
        self.context = context
        self.sender: Sender | None = None
        self.receiver: Receiver | None = None
        self.ended = False
        self.was_reset = False
        self._loop = loop
        self._latency = latency
        self._split = split
        self._travelling: deque[_Packet] = deque()
        self._travelling_bytes = 0
        self._waiting: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._sent: set[_Signal] = set()
        self._data = Message(f"message_{direction}", host, client)
        self._signals = {
            _Signal.END: Message(f"end_{direction}", host, client),
            _Signal.RESET: Message("reset", host, client),
        }

    @property
    def held_back(self) -> int:
        """Bytes that count in the sender's write buffer.

        These are the ones that have arrived and that the receiver does not take, and those on their
        way beyond what a network holds.
        """
        return self._waiting_bytes + max(0, self._travelling_bytes - IN_TRANSIT)

    @property
    def has_data(self) -> bool:
        """Whether data has arrived that the receiver has not taken."""
        return bool(self._waiting)

    @property
    def has_news(self) -> bool:
        """Whether there is data to take, or no more will come."""
        return self.ended or bool(self._waiting)

    def send(self, data: bytes) -> None:
        chunks = self._split(data)
        self._travelling_bytes += len(data)
        self._post(chunks)

    def end(self) -> None:
        """Send the end of the data; once."""
        self._signal(_Signal.END)

    def reset(self) -> None:
        """Break the connection off; once."""
        self._signal(_Signal.RESET)

    def take(self, at_most: int | None = None) -> bytes:
        """Take the next chunk, or the start of it."""
        chunk = self._waiting.popleft()
        if at_most is not None and len(chunk) > at_most:
            self._waiting.appendleft(chunk[at_most:])
            chunk = chunk[:at_most]
        self._waiting_bytes -= len(chunk)
        if self.sender is not None:
            self.sender.buffer_changed()
        return chunk

    def _signal(self, signal: _Signal) -> None:
        if signal not in self._sent and _Signal.RESET not in self._sent:
            self._sent.add(signal)
            self._post(signal)

    def _post(self, content: list[bytes] | _Signal) -> None:
        packet = _Packet(content)
        self._travelling.append(packet)
        after(
            self._loop,
            self._latency(),
            self._arrive,
            packet,
            what=self._signals[content] if isinstance(content, _Signal) else self._data,
            context=self.context,
        )

    def _arrive(self, packet: _Packet) -> None:
        packet.arrived = True
        while self._travelling and self._travelling[0].arrived:
            self._receive(self._travelling.popleft().content)

    def _receive(self, content: list[bytes] | _Signal) -> None:
        if content is _Signal.RESET:
            self.was_reset = True
            if self.receiver is not None:
                self.receiver.reset_arrived()
            return
        if content is _Signal.END:
            self.ended = True
        else:
            size = sum(map(len, content))
            self._travelling_bytes -= size
            self._waiting_bytes += size
            self._waiting.extend(content)
        if self.receiver is not None:
            self.receiver.something_arrived()
        if self.sender is not None:
            self.sender.buffer_changed()
