"""The clock by which the library's waits count what is left of their timeouts.

``Condition.wait_for``, ``Semaphore.acquire``, ``Queue.get`` and ``as_completed`` take a moment,
wait, and look how much is left. The waits take virtual time, so the looks must as well.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Self

from ...clock import NANOSECONDS, to_nanoseconds

if TYPE_CHECKING:
    from collections.abc import Callable


class Moment(float):
    """A time in virtual seconds that is added to and subtracted from in whole nanoseconds.

    In floats, what is left after a wait could be a rest too small for the clock to pass.
    """

    ns: int

    def __new__(cls, ns: int) -> Self:
        self = super().__new__(cls, ns / NANOSECONDS)
        self.ns = ns
        return self

    def __add__(self, seconds: float) -> Moment:
        return Moment(self.ns + to_nanoseconds(seconds))

    __radd__ = __add__

    def __sub__(self, other: float) -> float:
        if not isinstance(other, Moment):
            return super().__sub__(other)
        # A real clock has moved on between any two looks. `as_completed` counts on that: while
        # nothing is left, but not less, it waits again.
        return (self.ns - other.ns or -1) / NANOSECONDS


class TimeModule:
    """The module ``time`` with other functions, for one of the modules that import it."""

    def __init__(self, **functions: Callable[..., Any]) -> None:
        vars(self).update(functions)

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)


def blocked_ns(seconds: float) -> int:
    """Return how long the clock has to move for somebody who blocks.

    What is not nothing is at least a nanosecond: who computes in floats what is left of a timeout,
    and waits for that, would wait for ever at an instant.
    """
    return max(to_nanoseconds(seconds), 1 if seconds > 0 else 0)
