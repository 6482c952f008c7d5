"""From the outcome of each test to steps, exercises and points.

Rule: pure data in, pure data out. Who ran the tests, and how, is not known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pytest_coro_lessons.diagnostics import Diagnostic
    from pytest_coro_lessons.lessons import Exercise, Step

Status: TypeAlias = Literal["passed", "failed", "error", "not_started"]
"""``error``: the test could not judge the answer. ``failed``: started, and not all passed."""


class Outcome(NamedTuple):
    """What one test found."""

    test: str
    """The test's name, with its parameters in brackets if it has any."""
    status: Status
    diagnostics: tuple[Diagnostic, ...] = ()
    virtual_seconds: float | None = None

    @property
    def function(self) -> str:
        return self.test.partition("[")[0]


class StepOutcome(NamedTuple):
    """What the tests of one step found together."""

    step: Step
    outcomes: tuple[Outcome, ...]

    @property
    def status(self) -> Status:
        seen = {outcome.function for outcome in self.outcomes}
        statuses = [outcome.status for outcome in self.outcomes]
        # A test that was not run has found nothing, so the step cannot have passed.
        statuses += ["not_started" for test in self.step.tests if test not in seen]
        return _together(statuses)

    @property
    def points(self) -> int:
        return self.step.points if self.status == "passed" else 0

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return tuple(found for outcome in self.outcomes for found in outcome.diagnostics)

    @property
    def virtual_seconds(self) -> float | None:
        """What its tests took one after another; None if none of them said."""
        times = [outcome.virtual_seconds for outcome in self.outcomes]
        known = [time for time in times if time is not None]
        return sum(known) if known else None


class ExerciseOutcome(NamedTuple):
    """What all tests of one exercise found."""

    exercise: Exercise
    steps: tuple[StepOutcome, ...]
    other: tuple[Outcome, ...] = ()
    """Tests that no step names; they carry no points but must pass all the same."""

    @property
    def status(self) -> Status:
        statuses = [step.status for step in self.steps]
        return _together([*statuses, *(outcome.status for outcome in self.other)])

    @property
    def points(self) -> int:
        return sum(step.points for step in self.steps)

    @property
    def max_points(self) -> int:
        return self.exercise.info.max_points

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All findings, in the order of the steps."""
        of_steps = [found for step in self.steps for found in step.diagnostics]
        return (*of_steps, *(found for outcome in self.other for found in outcome.diagnostics))


def grade(exercise: Exercise, outcomes: Iterable[Outcome]) -> ExerciseOutcome:
    """Sort the outcomes of an exercise's tests into its steps."""
    found = tuple(outcomes)
    steps = tuple(
        StepOutcome(step, tuple(outcome for outcome in found if outcome.function in step.tests))
        for step in exercise.info.steps
    )
    in_steps = set(exercise.info.tests)
    other = tuple(outcome for outcome in found if outcome.function not in in_steps)
    return ExerciseOutcome(exercise, steps, other)


def _together(statuses: Sequence[Status]) -> Status:
    different = set(statuses)
    if len(different) == 1:
        return different.pop()
    return "error" if "error" in different else "failed"
