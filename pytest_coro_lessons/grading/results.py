"""The results file ``coro-lessons/results/v1``: what was found, without words in any language.

Rule: a field is never renamed, removed or given another meaning within v1.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import msgspec

from pytest_coro_lessons.grading.outcomes import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_coro_lessons.diagnostics import Diagnostic
    from pytest_coro_lessons.grading.outcomes import ExerciseOutcome, StepOutcome

SCHEMA = "coro-lessons/results/v1"

Points: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An object of the file."""


class DiagnosticResult(_Record, frozen=True):
    """A finding; `messages` of the package has the words for its code."""

    code: str
    facts: dict[str, Any]
    file: str | None
    line: int | None


class CheckResult(_Record, frozen=True):
    """One step of an exercise."""

    id: str
    status: Status
    points: Points
    max_points: Points
    virtual_seconds: float | None
    diagnostics: list[DiagnosticResult]


class ExerciseResult(_Record, frozen=True):
    """One exercise: `id` and `lesson` are stable, `slug` follows the folder's name."""

    id: str
    lesson: str
    slug: str
    status: Status
    points: Points
    max_points: Points
    checks: list[CheckResult]


class Results(_Record, frozen=True, tag_field="schema", tag=SCHEMA):
    """What a run of graded tests found."""

    score: Points
    max_score: Points
    exercises: list[ExerciseResult]


def results(outcomes: Iterable[ExerciseOutcome], root: Path) -> Results:
    """Put the outcomes into a file's form, with paths relative to ``root``."""
    exercises = [_exercise(outcome, root) for outcome in outcomes]
    return Results(
        score=sum(exercise.points for exercise in exercises),
        max_score=sum(exercise.max_points for exercise in exercises),
        exercises=exercises,
    )


def _exercise(outcome: ExerciseOutcome, root: Path) -> ExerciseResult:
    exercise = outcome.exercise
    return ExerciseResult(
        id=exercise.id,
        lesson=exercise.lesson.id,
        slug=exercise.slug,
        status=outcome.status,
        points=outcome.points,
        max_points=outcome.max_points,
        checks=[_check(step, root) for step in outcome.steps],
    )


def _check(outcome: StepOutcome, root: Path) -> CheckResult:
    return CheckResult(
        id=outcome.step.id,
        status=outcome.status,
        points=outcome.points,
        max_points=outcome.step.points,
        virtual_seconds=outcome.virtual_seconds,
        diagnostics=[_diagnostic(diagnostic, root) for diagnostic in outcome.diagnostics],
    )


def _diagnostic(diagnostic: Diagnostic, root: Path) -> DiagnosticResult:
    return DiagnosticResult(
        code=diagnostic.code,
        facts=dict(diagnostic.facts),
        file=None if diagnostic.file is None else _relative(Path(diagnostic.file), root),
        line=diagnostic.line,
    )


def _relative(file: Path, root: Path) -> str:
    return (file.relative_to(root) if file.is_relative_to(root) else file).as_posix()
