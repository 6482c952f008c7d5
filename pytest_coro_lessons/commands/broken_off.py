"""A run of one exercise that the answer ended before the tests did.

Only the process that started it can tell: `os._exit` and a crash leave pytest no time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pytest_coro_lessons.commands.runs import Verdict, checks_in, was_reached
from pytest_coro_lessons.grading import Outcome, grade, results
from pytest_coro_lessons.reports.results_file import results_json

if TYPE_CHECKING:
    from pytest_coro_lessons.commands.course import Course
    from pytest_coro_lessons.grading import ExerciseOutcome
    from pytest_coro_lessons.lessons import Exercise


def keep(course: Course, exercise: Exercise, verdict: Verdict) -> Verdict:
    """Count it as an attempt, and return the verdict with a results file that says so."""
    outcome = _outcome_of(exercise, verdict)
    if course.progress is not None:
        course.progress.add([outcome])
    return replace(verdict, text=results_json(results([outcome], course.here)).decode("utf-8"))


def _outcome_of(exercise: Exercise, verdict: Verdict) -> ExerciseOutcome:
    """What is known of the exercise: what was not reached is an error, not an unbegun step."""
    reached = {check["id"]: check["status"] for check in checks_in(verdict) if was_reached(check)}
    outcomes = [
        Outcome(test, reached.get(step.id, "error"))
        for step in exercise.info.steps
        for test in step.tests
    ]
    return grade(exercise, outcomes)
