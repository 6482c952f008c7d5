"""The time that checks compare: whole nanoseconds of the running loop's clock."""

from __future__ import annotations

import asyncio

from ..errors import ClockError
from ..evidence import NANOSECONDS, Clock, clock_of


def clock_or_loops(clock: Clock | None) -> Clock:
    """Return the clock that was given, or else the running loop's."""
    if clock is not None:
        return clock
    try:
        return clock_of(asyncio.get_running_loop())
    except RuntimeError:
        msg = "no event loop is running, so there is no clock to read; pass clock=, got None"
        raise ClockError(msg) from None


def in_ns(seconds: float) -> int:
    """Quantise seconds as the virtual clock does."""
    return round(seconds * NANOSECONDS)


def in_seconds(nanoseconds: int) -> float:
    return nanoseconds / NANOSECONDS
