"""What is kept of a learner's way through the course, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_coro_lessons.diagnostics import Diagnostic
    from pytest_coro_lessons.grading import Outcome, Status

State: TypeAlias = Literal["not_started", "failed", "passed"]
"""``failed``: begun, and not all tests passed when they last ran."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer to an exercise and what its tests found; running it again adds to ``runs``."""

    exercise: str
    """The id of ``exercise.toml``."""
    at: datetime
    """When it was first run."""
    last_at: datetime
    runs: int
    answer: str
    """A digest of the learner's file."""
    status: Status
    points: int
    max_points: int
    virtual_seconds: float | None
    outcomes: tuple[Outcome, ...]

    @property
    def diagnostic(self) -> Diagnostic | None:
        """What the learner was told first."""
        found = (one for outcome in self.outcomes for one in outcome.diagnostics)
        return next(found, None)

    @property
    def code(self) -> str | None:
        return None if self.diagnostic is None else self.diagnostic.code


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """How far a learner is with one exercise."""

    state: State
    points: int = 0
    attempts: int = 0
    last: Attempt | None = None
    solved_at: datetime | None = None
    """When it passed for the first time; it may have failed since."""
    changed: bool = False
    """The answer is another one now than when its tests last ran."""
    hints: int = 0
    """The highest hint seen; 0: none."""
    gave_up: bool = False
    """The solution was asked for before the exercise was solved."""
