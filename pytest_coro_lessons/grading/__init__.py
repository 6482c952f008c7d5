"""Outcomes, points and diagnoses: pure data in, pure data out."""

from pytest_coro_lessons.grading.outcomes import (
    ExerciseOutcome,
    Outcome,
    Status,
    StepOutcome,
    grade,
)
from pytest_coro_lessons.grading.results import SCHEMA, Results, results

__all__ = [
    "SCHEMA",
    "ExerciseOutcome",
    "Outcome",
    "Results",
    "Status",
    "StepOutcome",
    "grade",
    "results",
]
