"""Promises of `pytest exercises`: a learner's attempts are kept, other people's are not."""

from __future__ import annotations

import pytest

from pytest_coro_lessons.progress.store import FOLDER, Progress

from .conftest import RIGHT

SEQUENTIAL = """
async def {name}(work):
    await work()
    return await work()
"""
DIES = """
import os

async def {name}(work):
    os._exit(0)
"""


@pytest.fixture
def attempts(pytester):
    """Return what was kept, as exercise and status."""

    def attempts():
        with Progress(pytester.path) as progress:
            return [(one.exercise, one.status) for one in progress.attempts()]

    return attempts


def test_each_exercise_that_was_begun_is_an_attempt(course, pytester, attempts):
    course.exercise(RIGHT)
    course.exercise(SEQUENTIAL, at="02_make_coffee")
    course.exercise(at="03_make_juice")

    pytester.runpytest("exercises")

    assert attempts() == [("make-tea", "passed"), ("make-coffee", "failed")]


def test_the_diagnosis_is_kept_with_its_facts(course, pytester):
    course.exercise(SEQUENTIAL)

    pytester.runpytest("exercises")

    with Progress(pytester.path) as progress:
        (attempt,) = progress.attempts()
    assert attempt.code == "CL201"
    assert attempt.diagnostic.facts["actual"] == 4.0


def test_stubs_are_kept_as_they_were_found(course, pytester):
    folder = course.exercise()

    pytester.runpytest("exercises")

    with Progress(pytester.path) as progress:
        assert progress.stub("make-tea") == (folder / "exercise.py").read_bytes()


@pytest.mark.parametrize(
    "options",
    [("--coro-answer", "other.py"), ("--coro-answers", "."), ("-k", "nothing"), ("--co",)],
    ids=["another file", "other people's files", "nothing selected", "nothing run"],
)
def test_what_is_no_answer_of_the_learner_is_not_kept(course, pytester, options):
    folder = course.exercise(RIGHT)
    (folder / "other.py").write_text(RIGHT.replace("{name}", "make_tea"))

    pytester.runpytest("exercises", *options)

    assert not (pytester.path / FOLDER).exists()


def test_what_was_found_before_a_crash_is_kept(course, pytester, attempts):
    course.exercise(RIGHT)
    course.exercise(DIES, at="02_make_coffee")

    pytester.runpytest_subprocess("exercises")

    assert attempts() == [("make-tea", "passed")]


def test_workers_of_xdist_leave_the_keeping_to_the_process_that_started_them(
    course, pytester, attempts
):
    course.exercise(RIGHT)
    course.exercise(SEQUENTIAL, at="02_make_coffee")

    pytester.runpytest_subprocess("exercises", "-n2", "-p", "xdist")

    assert sorted(attempts()) == [("make-coffee", "failed"), ("make-tea", "passed")]


def test_a_folder_that_cannot_be_written_costs_one_line(course, pytester):
    course.exercise(RIGHT)
    (pytester.path / FOLDER).write_text("in the way")

    result = pytester.runpytest("exercises")

    assert result.ret == 0
    result.stdout.fnmatch_lines(["Your progress is not kept here: *"])
    assert result.stdout.str().count("Your progress") == 1
