"""Promises of points: a step's count when all its tests pass, and never in part."""

from pathlib import Path

import pytest

from pytest_coro_lessons.diagnostics import Diagnostic
from pytest_coro_lessons.grading import Outcome, grade
from pytest_coro_lessons.lessons import Exercise, ExerciseInfo, LessonInfo, Step, Text

TEA = Text(en="Tea", es="Té")
STEPS = (
    Step(id="boil", title=TEA, tests=("test_boils", "test_stops"), points=5),
    Step(id="pour", title=TEA, tests=("test_pours",), points=3),
)
EXERCISE = Exercise(
    folder=Path("1_drinks/2_make_tea"),
    lesson=LessonInfo(id="drinks", title=TEA),
    info=ExerciseInfo(id="make-tea", title=TEA, steps=STEPS, hints=(TEA, TEA, TEA)),
)


def statuses(*found):
    """Grade tests by name and status; return the status of each step, and of all."""
    outcome = grade(EXERCISE, [Outcome(test, status) for test, status in found])
    return [step.status for step in outcome.steps], outcome.status, outcome.points


def test_all_tests_passed_is_all_points():
    found = statuses(("test_boils", "passed"), ("test_stops", "passed"), ("test_pours", "passed"))

    assert found == (["passed", "passed"], "passed", 8)


def test_one_failed_test_takes_the_points_of_its_step_only():
    found = statuses(("test_boils", "passed"), ("test_stops", "failed"), ("test_pours", "passed"))

    assert found == (["failed", "passed"], "failed", 3)


def test_an_untouched_stub_is_not_started():
    found = statuses(*((test, "not_started") for test in EXERCISE.info.tests))

    assert found == (["not_started", "not_started"], "not_started", 0)


def test_a_started_exercise_with_a_step_to_go_has_failed():
    found = statuses(
        ("test_boils", "passed"), ("test_stops", "passed"), ("test_pours", "not_started")
    )

    assert found == (["passed", "not_started"], "failed", 5)


def test_a_test_that_did_not_run_keeps_its_step_from_passing():
    found = statuses(("test_boils", "passed"), ("test_pours", "passed"))

    assert found == (["failed", "passed"], "failed", 3)


def test_nothing_run_is_not_started():
    assert statuses() == (["not_started", "not_started"], "not_started", 0)


def test_an_error_outweighs_a_failure():
    found = statuses(("test_boils", "error"), ("test_stops", "failed"), ("test_pours", "passed"))

    assert found == (["error", "passed"], "error", 3)


def test_every_case_of_a_test_with_parameters_must_pass():
    found = statuses(
        ("test_boils", "passed"), ("test_stops", "passed"),
        ("test_pours[cup]", "passed"), ("test_pours[pot]", "failed"),
    )  # fmt: skip

    assert found == (["passed", "failed"], "failed", 5)


def test_a_test_of_no_step_must_pass_all_the_same():
    passed = [(test, "passed") for test in EXERCISE.info.tests]

    assert statuses(*passed, ("test_extra", "failed")) == (["passed", "passed"], "failed", 8)


def test_diagnostics_come_in_the_order_of_the_steps():
    late, early, other = (Diagnostic(code) for code in ("CL201", "CL401", "CL601"))

    outcome = grade(
        EXERCISE,
        [
            Outcome("test_extra", "failed", (other,)),
            Outcome("test_pours", "failed", (late,)),
            Outcome("test_boils", "failed", (early,)),
        ],
    )

    assert outcome.diagnostics == (early, late, other)


@pytest.mark.parametrize(
    ("times", "together"), [((None, None), None), ((1.5, None), 1.5), ((1.0, 2.0), 3.0)]
)
def test_a_step_takes_what_its_tests_took(times, together):
    tests = zip(EXERCISE.info.tests, times, strict=False)

    outcome = grade(EXERCISE, [Outcome(name, "passed", (), time) for name, time in tests])

    assert outcome.steps[0].virtual_seconds == together
