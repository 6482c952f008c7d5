"""A virtual loop that knows what comes from outside, and lets choices decide how it comes.

Rule: what one connection or one thread brings stays in its order.
"""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Any, TypeVarTuple

from ..clock import to_nanoseconds
from ..latency import Latency
from ..loop import VirtualTimeLoop
from ..loop.workers import current_worker
from ..network.pipe import in_chunks
from .answers import NEVER, Answer, Owed
from .token import Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Context

    from ..network import Network
    from ..network.pipe import Message
    from .choices import Choices
    from .witness import Witness

Ts = TypeVarTuple("Ts")

# "Byte by byte" means so many chunks at the most.
_MOST_CHUNKS = 1_000

_NOW = Latency(0.0, 0.0, 0.0)


class ArrivalsLoop(VirtualTimeLoop):
    """The part of an exploring loop that takes in what is to come."""

    def __init__(self, choices: Choices, witness: Witness, **limits: Any) -> None:
        super().__init__(**limits)
        self.choices = choices
        self.witness = witness
        self._owed = Owed()
        self._held: dict[object, Answer] = {}
        self._sets_are_backwards: bool | None = None

    # Operations.

    def expect(
        self, latency: Latency, source: object, callback: Callable[..., object], *args: object
    ) -> Answer:
        """Let ``callback`` run when an answer comes, within the latency's range from now."""
        task = asyncio.current_task(self)
        return self._owe_handle(latency, source, asyncio.Handle(callback, args, self), task)

    def forget(self, answer: Answer) -> None:
        """Expect an answer no longer."""
        self._owed.discard(answer)

    def holds(self, source: object, handle: asyncio.Handle | None = None) -> bool:
        """Choose whether something that could come at once comes when nothing else is ready."""
        held = bool(self.choices.pick(Kind.HOLD, 2))
        if held:
            self.witness.held(source, handle)
        return held

    # Threads.

    def call_soon_threadsafe(
        self,
        callback: Callable[[*Ts], object],
        *args: *Ts,
        context: Context | None = None,
    ) -> asyncio.Handle:
        worker = current_worker()
        if worker is None or worker.host is not self:
            return super().call_soon_threadsafe(callback, *args, context=context)
        if not self._others_go_on():
            handle = super().call_soon_threadsafe(callback, *args, context=context)
            self.witness.sent("to_thread", handle)
            return handle
        handle = asyncio.Handle(callback, args, self, context)
        self.witness.sent("to_thread", handle)
        held = self._held.get(worker)
        if held is not None and held.handles:
            held.handles.append(handle)
        elif self.holds("to_thread", handle):
            self._held[worker] = self._owe_handle(_NOW, "to_thread", handle)
        else:
            self._ready.append(handle)
        return handle

    def _others_go_on(self) -> bool:
        return bool(self._ready or self._owed or self._own_crew.under_way > 1)

    # Connections.

    def bring(
        self,
        latency: Latency,
        what: Message,
        callback: Callable[..., object],
        *args: object,
        context: Context | None = None,
    ) -> None:
        """Let a message of the network arrive, within its latency's range from now."""
        handle = asyncio.Handle(callback, args, self, context)
        self.witness.sent(what, handle)
        if latency.nominal > 0 or self.holds(what, handle):
            self._owe_handle(latency, what, handle)
        else:
            self._ready.append(handle)

    @property
    def network(self) -> Network:
        is_new = self._network is None
        network = super().network
        if is_new:
            network.split = self._cut
        return network

    def _cut(self, data: bytes) -> list[bytes]:
        """Choose chunks: the whole, byte by byte, or cut in two after each of the bytes."""
        size = len(data)
        pick = self.choices.pick(Kind.CHUNKS, size + 1) if size > 1 else 0
        if pick == 0:
            return in_chunks(data)
        self.witness.cut(size, pick)
        if pick == 1:
            return in_chunks(data, 1 + size // _MOST_CHUNKS)
        return [data[: pick - 1], data[pick - 1 :]]

    # Sets.

    def backwards(self) -> bool:
        """Choose, once, whether sets that asyncio iterates come out backwards."""
        if self._sets_are_backwards is None:
            self._sets_are_backwards = bool(self.choices.pick(Kind.SETS, 2))
            if self._sets_are_backwards:
                self.witness.reversed_sets()
        return self._sets_are_backwards

    def _owe_handle(
        self, latency: Latency, source: object, handle: asyncio.Handle, task: Any = None
    ) -> Answer:
        now = self.time_ns()
        answer = Answer(
            now + to_nanoseconds(latency.lo),
            now + to_nanoseconds(latency.nominal),
            NEVER if latency.hi == math.inf else now + to_nanoseconds(latency.hi),
            next(self._numbers),
            task,
            source,
        )
        answer.handles.append(handle)
        self.choices.strategy.expect(answer)
        self._owed.add(answer)
        return answer
