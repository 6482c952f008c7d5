"""The time that checks compare: whole nanoseconds of the running loop's clock."""

from __future__ import annotations

import asyncio
from typing import Protocol

from ..errors import ClockError

_NANOSECONDS = 1_000_000_000


class Clock(Protocol):
    """Anything that tells the time in nanoseconds."""

    def time_ns(self) -> int: ...


class _LoopTime:
    """The time of a loop that has no virtual clock."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def time_ns(self) -> int:
        return round(self._loop.time() * _NANOSECONDS)


def clock_or_loops(clock: Clock | None) -> Clock:
    """Return the clock that was given, or else the running loop's."""
    if clock is not None:
        return clock
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        msg = "no event loop is running, so there is no clock to read; pass clock=, got None"
        raise ClockError(msg) from None
    own: Clock | None = getattr(loop, "clock", None)
    return own or _LoopTime(loop)


def in_ns(seconds: float) -> int:
    """Quantise seconds as the virtual clock does."""
    return round(seconds * _NANOSECONDS)


def in_seconds(nanoseconds: int) -> float:
    return nanoseconds / _NANOSECONDS
