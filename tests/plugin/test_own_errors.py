"""An error of ours is never told as the learner's."""

from __future__ import annotations

import pytest

from pytest_coro_lessons.evidence.collector import Collector
from pytest_coro_lessons.plugin import run
from pytest_coro_lessons.reports import timeline_text
from pytest_coro_lessons.timeline.births import Births

WRONG = """
async def {name}(work):
    await work()
    return "water"
"""
SLOW = """
async def {name}(work):
    await work()
    return await work()
"""
RIGHT = """
async def {name}(work):
    return await work()
"""


def on_purpose(*_: object, **__: object) -> None:
    raise ZeroDivisionError("on purpose")


@pytest.mark.parametrize("answer", [RIGHT, WRONG], ids=["right", "wrong"])
@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (Collector, "_enter_call"),
        (Collector, "_leave_call"),
        (Collector, "_read_objects"),
        (run, "diagnose"),
    ],
)
def test_what_fails_around_an_answer_is_an_error_with_its_traceback(
    course, pytester, monkeypatch, owner, name, answer
):
    course.exercise(answer)
    monkeypatch.setattr(owner, name, on_purpose)

    result = pytester.runpytest_inprocess("exercises")

    result.stdout.fnmatch_lines(["*ZeroDivisionError: on purpose*"])
    # A verdict about an answer is in a category of its own.
    result.assert_outcomes(failed=1)


def test_what_fails_in_the_recorder_changes_no_verdict(course, pytester, monkeypatch):
    course.exercise(WRONG)
    monkeypatch.setattr(Births, "track", on_purpose)

    result = pytester.runpytest_inprocess("exercises")

    result.stdout.fnmatch_lines(["CL601: *water*"])
    result.stdout.no_fnmatch_line("*ZeroDivisionError*")


def test_what_fails_in_the_recorder_harms_no_right_answer(course, pytester, monkeypatch):
    course.exercise(RIGHT)
    monkeypatch.setattr(Births, "track", on_purpose)

    result = pytester.runpytest_inprocess("exercises")

    result.assert_outcomes(passed=1)


def test_a_timeline_that_broke_off_is_not_asserted_on(project, pytester, monkeypatch):
    pytester.makepyfile("""
        import asyncio, pytest

        @pytest.mark.virtual_time
        async def test_sleeps(timeline):
            await asyncio.sleep(1)
            assert timeline.seconds == 1
    """)
    monkeypatch.setattr(Births, "track", on_purpose)

    result = pytester.runpytest_inprocess()

    result.stdout.fnmatch_lines(
        ["*an error in pytest-coro-lessons: ZeroDivisionError: on purpose*"]
    )


NO_PICTURE = {
    "en": "There is no picture here, for an error in pytest-coro-lessons, not in your code: ",
    "es": "Aquí falta el dibujo por un error de pytest-coro-lessons, no de tu código: ",
}


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_fails_while_a_timeline_is_drawn_costs_the_picture_alone(
    course, pytester, monkeypatch, language
):
    course.exercise(SLOW)
    monkeypatch.setattr(timeline_text, "lines", on_purpose)

    result = pytester.runpytest_inprocess("exercises", "--coro-lang", language)

    told = f"{NO_PICTURE[language]}ZeroDivisionError: on purpose"
    result.stdout.fnmatch_lines(["CL201: *", f"{told}*"])
    assert str(result.stdout).count(told) == 1


def test_a_test_of_a_project_is_reported_without_its_picture_too(project, pytester, monkeypatch):
    pytester.makepyfile("""
        import asyncio, pytest

        @pytest.mark.virtual_time
        async def test_sleeps(timeline):
            await asyncio.sleep(1)
            assert timeline.seconds == 2
    """)
    monkeypatch.setattr(timeline_text, "lines", on_purpose)

    result = pytester.runpytest_inprocess()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*assert 1*== 2*", f"{NO_PICTURE['en']}ZeroDivisionError*"])
