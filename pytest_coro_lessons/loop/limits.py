"""How long a program may go on: steps at one instant, steps in all, virtual time in all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..clock import to_nanoseconds

if TYPE_CHECKING:
    from ..clock import VirtualClock

# A step costs a few microseconds, so that a loop that spins is found out in half a second.
MAX_STEPS_PER_INSTANT = 100_000
# Ten thousand tasks that start, wake and end take as many steps at one instant, but in few turns.
_MIN_TURNS_TO_SPIN = 100
MAX_STEPS = 10_000_000
MAX_SECONDS = 100 * 365 * 86_400.0

# What a program may still do after it was stopped, so that its clean-up can run and must end.
_CLEAN_UP_STEPS = 20_000
_CLEAN_UP_NS = to_nanoseconds(3600)


class Limits:
    """Counts of one loop, kept cheap: the loop itself adds to ``steps`` and ``turns``."""

    __slots__ = ("_end_ns", "_max_steps", "_per_instant", "allowed", "steps", "turns", "_before")

    def __init__(
        self, clock: VirtualClock, per_instant: int, max_steps: int, max_seconds: float
    ) -> None:
        self.steps = 0
        self.turns = 0
        self._before = (0, 0)
        self._per_instant = per_instant
        self._max_steps = max_steps
        self._end_ns = clock.time_ns() + to_nanoseconds(max_seconds)
        self.allowed = min(per_instant, max_steps)

    @property
    def steps_at_this_instant(self) -> int:
        return self.steps - self._before[0]

    def clock_moved(self) -> None:
        """Start counting anew: the clock has moved."""
        self._before = (self.steps, self.turns)
        self.allowed = min(self.steps + self._per_instant, self._max_steps)

    def allows(self, when_ns: int) -> bool:
        """Return whether the clock may move as far."""
        return when_ns <= self._end_ns

    def extended(self) -> bool:
        """Allow a wide instant, of many steps in few turns, to go on; return whether it may."""
        if self.steps > self._max_steps or self.turns - self._before[1] >= _MIN_TURNS_TO_SPIN:
            return False
        self.allowed = min(self.allowed + self._per_instant, self._max_steps)
        return True

    @property
    def spinning(self) -> bool:
        """Whether it is the steps at one instant that went past their limit."""
        return self.steps_at_this_instant > self._per_instant

    def leave_room_to_clean_up(self, now_ns: int) -> None:
        """Set the limits anew for what runs after an error."""
        self._per_instant = _CLEAN_UP_STEPS
        self._max_steps = self.steps + 10 * _CLEAN_UP_STEPS
        self._end_ns = now_ns + _CLEAN_UP_NS
        self.clock_moved()
