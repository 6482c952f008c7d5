"""The time of a loop in whole nanoseconds, whichever loop it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import asyncio

NANOSECONDS = 1_000_000_000


class Clock(Protocol):
    """Anything that tells the time in nanoseconds."""

    def time_ns(self) -> int: ...


class _LoopTime:
    """The time of a loop that has no clock of its own."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def time_ns(self) -> int:
        return round(self._loop.time() * NANOSECONDS)


def clock_of(loop: asyncio.AbstractEventLoop) -> Clock:
    """Return the loop's virtual clock, which is exact, or else its ``time()``."""
    clock: Clock | None = getattr(loop, "clock", None)
    return clock if clock is not None else _LoopTime(loop)
