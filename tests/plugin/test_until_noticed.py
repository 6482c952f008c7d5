"""Promises of what `coro-lessons strength` loads: one failing test of an exercise is enough."""

import json
from types import SimpleNamespace

import pytest

from pytest_coro_lessons.plugin.rescue import Resumed

TESTS = """
async def test_first(exercise):
    assert await exercise.{name}() == "tea"


async def test_second(exercise):
    assert await exercise.{name}() != "coffee"
"""
NAMES = ("test_first", "test_second")
COFFEE = "async def {name}():\n    return 'coffee'\n"
TEA = "async def {name}():\n    return 'tea'\n"


def test_after_a_test_that_fails_the_others_of_its_exercise_are_left_out(course, pytester):
    course.exercise(COFFEE, at="01_make_tea", tests=TESTS, names=NAMES)
    course.exercise(TEA, at="02_make_more", tests=TESTS, names=NAMES)

    run = pytester.runpytest("-p", "pytest_coro_lessons.plugin.until_noticed", "-v")

    words = [line.split("::")[1].split()[:2] for line in run.outlines if ".py::" in line]
    assert words[:4] == [
        ["test_first", "TO"],
        ["test_second", "SKIPPED"],
        ["test_first", "PASSED"],
        ["test_second", "PASSED"],
    ]


def test_without_it_every_test_runs(course, pytester):
    course.exercise(COFFEE, tests=TESTS, names=NAMES)

    assert pytester.runpytest("-v").parseoutcomes().get("skipped", 0) == 0


def test_a_skipped_test_is_told_anew_as_it_was(pytestconfig, tmp_path):
    place = ("test_exercise.py", 3, "Skipped: noticed by a test before")
    skipped = pytest.TestReport("a::b", ("a", 1, "b"), {}, "skipped", place, "setup")
    data = pytestconfig.hook.pytest_report_to_serializable(config=pytestconfig, report=skipped)
    file = tmp_path / "before.json"
    file.write_text(json.dumps({"a::b": [data]}), encoding="utf-8")
    told = []
    hook = SimpleNamespace(
        pytest_runtest_logstart=lambda **_: None,
        pytest_report_from_serializable=pytestconfig.hook.pytest_report_from_serializable,
        pytest_runtest_logreport=lambda report: told.append(report),
        pytest_runtest_logfinish=lambda **_: None,
    )
    config = SimpleNamespace(getoption=lambda _: str(file), hook=hook)

    Resumed(config).pytest_runtest_protocol(SimpleNamespace(nodeid="a::b", location=(), ihook=hook))

    assert [report.longrepr for report in told] == [place]
