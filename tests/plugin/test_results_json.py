"""Promises of ``--coro-json``: one form, whole at every moment, the same in every language."""

import json
from importlib import resources

import pytest
from jsonschema import Draft202012Validator

SLOW = """
async def {name}(work):
    await work()
    return await work()
"""

RIGHT = """
async def {name}(work):
    return await work()
"""

TWO_STEPS = """
from pytest_coro_lessons import result

async def test_first(exercise, world):
    work = world.operation("work", seconds=1.5, returns="tea")
    result(await exercise.{name}(work), "tea")

async def test_second(exercise, world):
    work = world.operation("work", seconds=0.5, returns="tea")
    result(await exercise.{name}(work), "milk")
"""

SECOND_STEP = """
[[steps]]
id = "more"
title = { en = "More", es = "Más" }
tests = ["test_second"]
points = 3
"""


@pytest.fixture
def graded(pytester):
    """Run the exercises and return the results, which always fit the schema in the package."""
    schema = resources.files("pytest_coro_lessons.reports") / "results-v1.schema.json"
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))

    def run(*options):
        pytester.runpytest("exercises", "--coro-json=out/results.json", *options)
        results = json.loads((pytester.path / "out" / "results.json").read_text(encoding="utf-8"))
        validator.validate(results)
        return results

    return run


@pytest.fixture
def some_of_each(course):
    course.exercise(RIGHT, at="01_make_tea")
    course.exercise(SLOW, at="02_make_coffee")
    course.exercise(at="03_make_soup")
    return course


def statuses(results):
    return {exercise["id"]: exercise["status"] for exercise in results["exercises"]}


def test_results_have_the_documented_form(some_of_each, graded):
    assert graded() == {
        "schema": "coro-lessons/results/v1",
        "score": 5,
        "max_score": 15,
        "exercises": [
            {
                "id": "make-tea",
                "lesson": "drinks",
                "slug": "make_tea",
                "status": "passed",
                "points": 5,
                "max_points": 5,
                "checks": [
                    {
                        "id": "answer",
                        "status": "passed",
                        "points": 5,
                        "max_points": 5,
                        "virtual_seconds": 2.0,
                        "diagnostics": [],
                    }
                ],
            },
            {
                "id": "make-coffee",
                "lesson": "drinks",
                "slug": "make_coffee",
                "status": "failed",
                "points": 0,
                "max_points": 5,
                "checks": [
                    {
                        "id": "answer",
                        "status": "failed",
                        "points": 0,
                        "max_points": 5,
                        "virtual_seconds": 4.0,
                        "diagnostics": [
                            {
                                "code": "CL201",
                                "facts": {
                                    "count": 2,
                                    "actual": 4.0,
                                    "expected": 2.0,
                                    "operation": "work",
                                    "sum": 4.0,
                                    "waits_in": None,
                                },
                                "file": "exercises/01_drinks/02_make_coffee/exercise.py",
                                "line": 3,
                            }
                        ],
                    }
                ],
            },
            {
                "id": "make-soup",
                "lesson": "drinks",
                "slug": "make_soup",
                "status": "not_started",
                "points": 0,
                "max_points": 5,
                "checks": [
                    {
                        "id": "answer",
                        "status": "not_started",
                        "points": 0,
                        "max_points": 5,
                        "virtual_seconds": 0.0,
                        "diagnostics": [
                            {
                                "code": "CL909",
                                "facts": {"name": "make_soup"},
                                "file": "exercises/01_drinks/03_make_soup/exercise.py",
                                "line": 4,
                            }
                        ],
                    }
                ],
            },
        ],
    }


def test_results_are_the_same_in_every_language(some_of_each, graded):
    assert graded("--coro-lang=en") == graded("--coro-lang=es")


def test_results_are_the_same_under_xdist(some_of_each, graded):
    assert graded("-n2") == graded()


@pytest.mark.parametrize("option", ["-q", "-v", "--tb=long", "-s"])
def test_results_are_the_same_however_they_are_shown(some_of_each, graded, option):
    assert graded(option) == graded()


def test_results_are_the_same_where_nothing_is_shown(some_of_each, graded):
    assert graded("-p", "no:terminal") == graded()


def test_points_are_given_by_steps(course, graded):
    folder = course.exercise(RIGHT, tests=TWO_STEPS, names=("test_first",))
    with (folder / "exercise.toml").open("a", encoding="utf-8") as toml:
        toml.write(SECOND_STEP)

    results = graded()

    assert (results["score"], results["max_score"]) == (5, 8)
    (exercise,) = results["exercises"]
    assert exercise["status"] == "failed"
    assert [check["points"] for check in exercise["checks"]] == [5, 0]
    assert [check["virtual_seconds"] for check in exercise["checks"]] == [1.5, 0.5]


def test_a_partial_selection_has_the_selected_exercises_only(some_of_each, graded):
    assert statuses(graded("-k", "coffee or soup")) == {
        "make-coffee": "failed",
        "make-soup": "not_started",
    }


def test_a_test_that_was_not_selected_is_not_started(course, graded):
    course.exercise(RIGHT, tests=TWO_STEPS, names=("test_first", "test_second"))

    results = graded("-k", "test_first")

    assert results["score"] == 0
    assert statuses(results) == {"make-tea": "failed"}


def test_a_fault_of_the_test_is_an_error(course, graded):
    tests = "async def test_returns_the_answer(exercise, no_such_fixture): ..."
    course.exercise(RIGHT, tests=tests)

    assert statuses(graded()) == {"make-tea": "error"}


def test_results_stand_in_the_file_as_soon_as_an_exercise_has_ended(course, pytester):
    looks = """
import json
from pathlib import Path

async def {name}(work):
    results = json.loads(Path("results.json").read_text())
    return [exercise["status"] for exercise in results["exercises"]]
"""
    tests = """
from pytest_coro_lessons import result

async def test_looks(exercise, world):
    result(await exercise.{name}(None), ["passed", "not_started", "not_started"])
"""
    course.exercise(RIGHT, at="01_make_tea")
    course.exercise(looks, at="02_look", tests=tests, names=("test_looks",))
    course.exercise(RIGHT, at="03_make_soup")

    assert pytester.runpytest("exercises", "--coro-json=results.json").ret == 0


def test_an_interrupted_run_keeps_what_is_known(course, pytester):
    tests = "async def test_stops(exercise): raise KeyboardInterrupt"
    course.exercise(RIGHT, at="01_make_tea")
    course.exercise(RIGHT, at="02_make_coffee", tests=tests, names=("test_stops",))

    pytester.inline_run("exercises", "--coro-json=results.json", no_reraise_ctrlc=True)

    results = json.loads((pytester.path / "results.json").read_text())
    assert statuses(results) == {"make-tea": "passed", "make-coffee": "not_started"}


def test_a_process_that_is_killed_leaves_a_whole_file(course, pytester):
    course.exercise(RIGHT, at="01_make_tea")
    course.exercise("import os\nos._exit(9)\n", at="02_make_coffee")

    ended = pytester.runpytest_subprocess("exercises", "--coro-json=results.json")

    assert ended.ret == 9
    results = json.loads((pytester.path / "results.json").read_text())
    assert statuses(results) == {"make-tea": "passed", "make-coffee": "not_started"}
    assert [path.name for path in pytester.path.glob("*results*")] == ["results.json"]


def test_collecting_writes_nothing(some_of_each, pytester):
    pytester.runpytest("exercises", "--collect-only", "--coro-json=results.json")

    assert not (pytester.path / "results.json").exists()


def test_a_file_that_cannot_be_written_is_a_usage_error(some_of_each, pytester):
    pytester.makefile(".txt", folder="a file")

    result = pytester.runpytest("exercises", "--coro-json=folder.txt/results.json")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: --coro-json: *folder.txt*"])
