"""How long a program may go on: steps at one instant, steps in all, virtual time in all."""

from __future__ import annotations

from ..clock import to_nanoseconds
from ..errors import ClockError

# A step costs a few microseconds, so that a loop that spins is found out in half a second.
MAX_STEPS_PER_INSTANT = 100_000
MAX_STEPS = 10_000_000
MAX_SECONDS = 100 * 365 * 86_400.0

# A turn of more steps counts at one instant as if it had so many: ten thousand tasks that start,
# wake and end are many steps, but few turns.
WIDE = 1_000

# What a program may still do after it was stopped, so that its clean-up can run and must end.
_CLEAN_UP_STEPS = 20_000
_CLEAN_UP_NS = to_nanoseconds(3600)


class Limits:
    """The counts of one loop, kept cheap: the loop itself adds to ``steps``."""

    __slots__ = (
        "_end_ns",
        "_max_steps",
        "_per_instant",
        "_start_ns",
        "_start_of_instant",
        "allowed",
        "steps",
    )

    def __init__(
        self, now_ns: int, *, per_instant: int, max_steps: int, max_seconds: float
    ) -> None:
        given = {
            "max_steps_per_instant": per_instant,
            "max_steps": max_steps,
            "max_seconds": max_seconds,
        }
        for name, value in given.items():
            if not value > 0:
                msg = f"{name} must be more than 0, got {value!r}"
                raise ClockError(msg)
        self.steps = 0
        self.allowed = per_instant
        """How many steps there may be before somebody must look."""
        self._start_of_instant = 0
        self._per_instant = per_instant
        self._max_steps = max_steps
        self._start_ns = now_ns
        self._end_ns = now_ns + to_nanoseconds(max_seconds)

    def elapsed_ns(self, now_ns: int) -> int:
        return now_ns - self._start_ns

    @property
    def steps_at_this_instant(self) -> int:
        return self.steps - self._start_of_instant

    def let_move_to(self, when_ns: int) -> bool:
        """Return whether the clock may move to a later instant, and count that one anew."""
        steps = self.steps
        if when_ns > self._end_ns or steps > self._max_steps:
            return False
        self._start_of_instant = steps
        self.allowed = steps + self._per_instant
        return True

    def leave_room_to_clean_up(self, now_ns: int) -> None:
        """Set the limits anew for what runs after an error."""
        self._per_instant = _CLEAN_UP_STEPS
        self._max_steps = self.steps + 10 * _CLEAN_UP_STEPS
        self._end_ns = now_ns + _CLEAN_UP_NS
        self.let_move_to(now_ns)
