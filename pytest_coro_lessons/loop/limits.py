"""How long a program may go on: steps at one instant, steps in all, virtual time in all."""

from __future__ import annotations

from dataclasses import dataclass

from ..clock import to_nanoseconds
from ..errors import ClockError

# A step costs a few microseconds, so that a loop that spins is found out in half a second.
MAX_STEPS_PER_INSTANT = 100_000
MAX_STEPS = 10_000_000
MAX_SECONDS = 100 * 365 * 86_400

# A turn of more steps counts at one instant as if it had so many: ten thousand tasks that start,
# wake and end are many steps, but few turns.
WIDE = 1_000

# What a program may still do after it was stopped, so that its clean-up can run and must end.
_CLEAN_UP_STEPS = 20_000
_CLEAN_UP_SECONDS = 3600


@dataclass(slots=True)
class Limits:
    """The limits of one loop, which counts the steps itself."""

    per_instant: int
    steps: int
    end_ns: int
    unseen: int
    """Steps at one instant after which somebody looks: all that are allowed, as a rule."""

    def forbid(self, steps: int, when_ns: int) -> bool:
        """Return whether the clock may not move to an instant, after so many steps."""
        return when_ns > self.end_ns or steps > self.steps

    def leave_room_to_clean_up(self, steps: int, now_ns: int) -> None:
        """Set the limits anew for what runs after an error."""
        self.per_instant = _CLEAN_UP_STEPS
        self.unseen = min(self.unseen, _CLEAN_UP_STEPS)
        self.steps = steps + 10 * _CLEAN_UP_STEPS
        self.end_ns = now_ns + to_nanoseconds(_CLEAN_UP_SECONDS)


def limits_from(
    now_ns: int, *, max_steps_per_instant: int, max_steps: int, max_seconds: float
) -> Limits:
    """Return the limits of a loop that starts now.

    Raises:
        ClockError: if one of them is not more than 0.
    """
    _check("max_steps_per_instant", max_steps_per_instant)
    _check("max_steps", max_steps)
    _check("max_seconds", max_seconds)
    end_ns = now_ns + to_nanoseconds(max_seconds)
    return Limits(max_steps_per_instant, max_steps, end_ns, unseen=max_steps_per_instant)


def _check(name: str, value: float) -> None:
    if not value > 0:
        msg = f"{name} must be more than 0, got {value!r}"
        raise ClockError(msg)
