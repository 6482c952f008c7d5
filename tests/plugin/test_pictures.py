"""Promises of the pictures in failures: once in the failure's own text, readable there."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

TESTS = """
from pytest_coro_lessons import took

async def test_all_at_once(exercise, world):
    fetch = world.operation("fetch", seconds=lambda name, seconds: seconds)
    with took(2.0):
        await exercise.{name}(fetch)
"""

ONE_BY_ONE = """
async def {name}(fetch):
    await fetch("a", 1.0)
    await fetch("b", 2.0)
"""

SEEN = "3 s, never more than 1 wait at once"

FAILS = """
import asyncio
import pytest

async def fetch(name, seconds):
    await asyncio.sleep(seconds)

@pytest.mark.virtual_time({options})
async def test_fails():
    await fetch("a", 1)
    await fetch("b", 2)
    assert False, "on purpose"
"""
RECORDED = FAILS.replace("{options}", "timeline=True")
NOT_MARKED = FAILS.replace("{options}", "")


@pytest.fixture
def slow(course):
    course.exercise(ONE_BY_ONE, tests=TESTS, names=("test_all_at_once",))
    return course


def failure_in_junit(pytester):
    tree = ElementTree.parse(pytester.path / "out.xml")
    (failure,) = tree.iter("failure")
    return failure


# In exercises.


def test_the_summary_shows_what_ran_when_once(slow, pytester):
    text = pytester.runpytest("exercises", "--coro-timeline=unicode").stdout.str()

    assert text.count(SEEN) == 1
    assert re.search(r"fetch\('a', 1\.0\) +├─+┤ +1 s", text)
    assert re.search(r"fetch\('b', 2\.0\) +├─+┤ +2 s", text)


@pytest.mark.parametrize(
    "options",
    [(), ("--tb=short",), ("--tb=line",), ("-n2", "-p", "xdist"), ("-p", "no:terminal")],
    ids=["plain", "short", "line", "xdist", "no terminal"],
)
def test_the_failures_own_text_shows_it_once(slow, pytester, options):
    pytester.runpytest_subprocess("exercises", "--junitxml=out.xml", *options)

    failure = failure_in_junit(pytester)
    assert failure.get("message").startswith("CL201: ")
    assert SEEN not in failure.get("message")
    assert failure.text.count(SEEN) == 1
    assert "├─" in failure.text


def test_what_the_timeline_proves_leads_the_diagnosis(course, pytester):
    answer = """
import asyncio

async def fetch(name, seconds):
    await asyncio.sleep(seconds)

async def {name}(_):
    await fetch("a", 1.0)
    await fetch("b", 2.0)
"""
    course.exercise(answer, tests=TESTS, names=("test_all_at_once",))

    result = pytester.runpytest("exercises")

    result.stdout.fnmatch_lines(["CL201: 2 waits took 3 s of virtual time instead of 2 s."])


def test_an_editor_is_told_it_once(slow, pytester):
    pytester.makeconftest(
        """
import pathlib

def pytest_report_teststatus(report):
    if report.when == "call":
        # As VS Code does.
        pathlib.Path("seen.txt").write_text(report.longreprtext, encoding="utf-8")
"""
    )

    pytester.runpytest("exercises")

    assert (pytester.path / "seen.txt").read_text(encoding="utf-8").count(SEEN) == 1


def test_workers_of_xdist_draw_nothing_and_lose_nothing(slow, pytester):
    alone = pytester.runpytest_subprocess("exercises", "--color=no").stdout
    together = pytester.runpytest_subprocess("exercises", "--color=no", "-n2", "-p", "xdist").stdout

    drawn = [line for line in alone.lines if "fetch('" in line]
    assert len(drawn) >= 2
    assert [line for line in together.lines if "fetch('" in line] == drawn


@pytest.mark.parametrize(
    ("choice", "in_terminal", "in_file"),
    [
        ("auto", "├─", "├─"),
        ("unicode", "├─", "├─"),
        ("ascii", "[--", "[--"),
    ],
)
def test_the_reader_chooses_the_characters(slow, pytester, choice, in_terminal, in_file):
    options = ("exercises", f"--coro-timeline={choice}", "--junitxml=out.xml")

    shown = pytester.runpytest(*options).stdout.str()

    assert in_terminal in shown
    assert in_file in failure_in_junit(pytester).text


def test_off_draws_nothing_anywhere(slow, pytester):
    shown = pytester.runpytest("exercises", "--coro-timeline=off", "--junitxml=out.xml")

    assert SEEN not in shown.stdout.str() + failure_in_junit(pytester).text
    shown.stdout.fnmatch_lines(["CL201: *"])


def test_auto_draws_in_ascii_where_the_terminal_cannot_show_more(slow, pytester, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    monkeypatch.setenv("PYTHONUTF8", "0")

    shown = pytester.runpytest_subprocess("exercises", "--junitxml=out.xml").stdout.str()

    assert re.search(r"fetch\('a', 1\.0\) +\[-+\] +1 s", shown)
    assert shown.isascii()
    assert "├─" in failure_in_junit(pytester).text


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_terminal_is_filled_and_never_overrun(slow, pytester, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))

    lines = pytester.runpytest("exercises").outlines

    drawn = [line for line in lines if "fetch('" in line and "├" in line]
    assert {len(line) for line in drawn} == {columns - 1}


@pytest.mark.parametrize(
    ("language", "headline", "legend"),
    [
        ("en", "3 s, never more than 1 wait at once", "─ sleeping"),
        ("es", "3 s, nunca más de 1 espera a la vez", "─ duerme"),
    ],
)
def test_the_picture_speaks_the_readers_language(slow, pytester, language, headline, legend):
    result = pytester.runpytest("exercises", f"--coro-lang={language}", "--junitxml=out.xml")

    assert headline in result.stdout.str()
    assert legend in result.stdout.str()
    assert headline in failure_in_junit(pytester).text


def test_with_v_it_is_told_who_started_and_woke_whom(course, pytester):
    answer = """
import asyncio

async def {name}(fetch):
    task = asyncio.create_task(fetch("a", 1.0), name="first")
    await task
    await fetch("b", 2.0)
"""
    course.exercise(answer, tests=TESTS, names=("test_all_at_once",))

    assert "started first" not in pytester.runpytest("exercises").stdout.str()
    assert "started first" in pytester.runpytest("exercises", "-v").stdout.str()


def test_colour_adds_to_the_signs_for_who_sees_it(slow, pytester):
    plain = pytester.runpytest("exercises", "--color=no").stdout.str()
    coloured = pytester.runpytest("exercises", "--color=yes").stdout.str()

    cyan_bar = re.compile("\x1b\\[36m─+\x1b\\[0m")
    assert len(cyan_bar.findall(coloured)) >= 2
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured).count(SEEN) == plain.count(SEEN) == 1


def test_yours_and_intended_stand_on_one_scale(slow, pytester):
    toml = slow.root / "exercises" / "01_drinks" / "01_make_tea" / "exercise.toml"
    intended = """
[[intended]]
tests = ["test_all_at_once"]
bars = [
    { name = "fetch('a')", start = 0, end = 1 },
    { name = "fetch('b')", start = 0, end = 2 },
]
"""
    toml.write_text(toml.read_text() + intended)

    shown = pytester.runpytest("exercises").stdout.str()

    assert shown.index("yours: 3 s") < shown.index("intended: 2 s, up to 2 waits at once")
    yours = re.search(r"^.*fetch\('b', 2\.0\) +(├.*┤)", shown, re.MULTILINE)
    asked = re.search(r"^.*fetch\('b'\) +(├.*┤)", shown, re.MULTILINE)
    assert len(asked[1]) == len(yours[1])


@pytest.mark.parametrize(
    "answer",
    ["async def {name}(fetch:\n", "async def {name}(fetch):\n    raise ValueError('no')\n"],
    ids=["does not compile", "raises at once"],
)
def test_what_time_does_not_explain_is_not_drawn(course, pytester, answer):
    course.exercise(answer, tests=TESTS, names=("test_all_at_once",))

    assert "wait at once" not in pytester.runpytest("exercises").stdout.str()


def test_a_test_that_waits_by_itself_is_not_drawn(course, pytester):
    tests = """
import asyncio
from pytest_coro_lessons import result

async def test_all_at_once(exercise):
    await asyncio.sleep(10)
    result([exercise.{name}()], ["in order"])
"""
    course.exercise("def {name}(): return 1\n", tests=tests, names=("test_all_at_once",))

    text = pytester.runpytest("exercises", "--coro-html=report.html").stdout.str()

    assert "your code" not in text
    assert "<figure" not in (pytester.path / "report.html").read_text(encoding="utf-8")


def test_an_answer_that_blocks_in_a_test_of_its_own_is_drawn(course, pytester):
    tests = "async def test_all_at_once(exercise):\n    exercise.{name}()\n"
    answer = "import time\n\ndef {name}():\n    time.sleep(2)\n"
    course.exercise(answer, tests=tests, names=("test_all_at_once",))

    text = pytester.runpytest("exercises").stdout.str()

    assert "CL501" in text
    assert "█ time.sleep █" in text


# In other projects.


@pytest.mark.parametrize("options", [(), ("-n1", "-p", "xdist")], ids=["alone", "xdist"])
def test_a_marked_test_that_fails_is_drawn_once(project, options):
    project.makepyfile(RECORDED)

    result = project.runpytest_subprocess("--junitxml=out.xml", *options)

    assert result.stdout.str().count(SEEN) == 1
    assert failure_in_junit(project).text.count(SEEN) == 1
    result.stdout.fnmatch_lines(["*- timeline -*", "*fetch('a', 1) *├─*┤*1 s*"])


@pytest.mark.parametrize("style", ["short", "long", "native", "auto"])
def test_every_style_of_traceback_has_it(project, style):
    project.makepyfile(RECORDED)

    assert project.runpytest(f"--tb={style}").stdout.str().count(SEEN) == 1


def test_without_the_marker_or_the_option_nothing_is_recorded(project):
    project.makepyfile(NOT_MARKED)

    assert SEEN not in project.runpytest().stdout.str()


def test_nobody_watches_a_loop_that_is_not_recorded(project):
    project.makepyfile(
        """
import asyncio
import pytest
from pytest_coro_lessons.timeline import Recorder

@pytest.mark.virtual_time
async def test_alone():
    loop = asyncio.get_running_loop()
    assert Recorder.of(loop) is None
    assert loop._watch is None
    assert "call_soon" not in vars(loop)

@pytest.mark.virtual_time(timeline=True)
async def test_recorded():
    assert Recorder.of(asyncio.get_running_loop()) is not None
"""
    )

    project.runpytest().assert_outcomes(passed=2)


def test_an_option_records_every_virtual_test(project):
    project.makepyfile(NOT_MARKED)

    assert project.runpytest("--coro-record").stdout.str().count(SEEN) == 1


def test_a_project_can_ask_for_it_in_its_settings(project, settings):
    project.makeini(settings + "coro_record = true\n")
    project.makepyfile(NOT_MARKED)

    assert project.runpytest().stdout.str().count(SEEN) == 1


def test_a_marker_can_refuse_what_the_option_asks_for(project):
    project.makepyfile(FAILS.replace("{options}", "timeline=False"))

    assert SEEN not in project.runpytest("--coro-record").stdout.str()


@pytest.mark.parametrize(("choice", "drawn"), [("unicode", "├─"), ("ascii", "[--")])
def test_the_characters_are_chosen_there_too(project, choice, drawn):
    project.makepyfile(RECORDED)

    assert drawn in project.runpytest(f"--coro-timeline={choice}").stdout.str()


def test_off_is_obeyed_there_too(project):
    project.makepyfile(RECORDED)

    assert "timeline" not in project.runpytest("--coro-timeline=off", "--tb=line").stdout.str()


def test_a_failure_without_a_traceback_is_drawn_under_its_sentence(project):
    project.makepyfile(RECORDED)
    project.makeconftest(
        """
import pytest

@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    report = yield
    if report.failed:
        report.longrepr = "on purpose"
    return report
"""
    )

    result = project.runpytest("--junitxml=out.xml")

    assert result.stdout.str().count(SEEN) == 1
    failure = failure_in_junit(project)
    assert failure.get("message") == "on purpose"
    assert failure.text.count(SEEN) == 1


def test_a_test_that_passes_shows_nothing(project):
    project.makepyfile(RECORDED.replace("assert False", "assert True"))

    result = project.runpytest("-rA")

    result.assert_outcomes(passed=1)
    assert SEEN not in result.stdout.str()


# The fixture.


def test_the_fixture_shows_what_has_happened_so_far(project):
    project.makepyfile(
        """
import asyncio
import pytest

async def fetch(name, seconds):
    await asyncio.sleep(seconds)

@pytest.mark.virtual_time
async def test_looks(timeline):
    await fetch("a", 1)
    assert [span.name for span in timeline] == ["test_looks(timeline)", "fetch('a', 1)"]
    assert timeline.seconds == 1.0
    await asyncio.gather(fetch("b", 2), fetch("c", 2))
    assert timeline.overlapped("fetch('b', 2)", "fetch('c', 2)")
    assert timeline["fetch('b', 2)"].start == 1.0
    assert timeline.max_in_flight == 2
    assert len(timeline) == 4
    assert "Timeline(" in repr(timeline)
"""
    )

    project.runpytest().assert_outcomes(passed=1)


def test_every_check_takes_the_fixture_as_the_timeline_that_it_stands_for(project):
    project.makepyfile(
        """
import asyncio
import pytest
from pytest_coro_lessons import (
    at_once,
    backlog,
    ended_at,
    in_any_order,
    in_order,
    kept_busy,
    one_after_another,
    overlapped,
    rate,
    started_at,
    started_every,
)

pytestmark = pytest.mark.virtual_time

async def wait(name):
    await asyncio.sleep(1)

async def test_together(timeline):
    await asyncio.gather(wait("a"), wait("b"), wait("c"))
    assert timeline.max_in_flight == 3
    at_once(timeline, 3)
    kept_busy(timeline, 3)
    overlapped(timeline, timeline)
    backlog(timeline, timeline, at_most=0)
    rate(timeline, at_most=3)

async def test_one_by_one(timeline):
    await wait("a")
    await wait("b")
    at_once(timeline, 1)
    one_after_another(timeline)
    one_after_another(timeline, [])
    in_order(timeline, ["wait('a')", "wait('b')"])
    in_order([timeline], ["wait('a')", "wait('b')"], of="ends")
    in_any_order(timeline, ["wait('b')", "wait('a')"])
    started_at(timeline, [0, 1])
    ended_at(timeline, [1, 2])
    started_every(timeline, 1)
"""
    )

    project.runpytest().assert_outcomes(passed=2)


def test_the_fixture_records_a_synchronous_tests_loops(project):
    project.makepyfile(
        """
import asyncio
import pytest

@pytest.mark.virtual_time
def test_looks(virtual_loop, timeline):
    virtual_loop.run_until_complete(asyncio.sleep(2))
    assert timeline.seconds == 2.0
"""
    )

    project.runpytest().assert_outcomes(passed=1)


def test_the_fixture_serves_graded_tests(course, pytester):
    tests = """
async def test_all_at_once(exercise, world, timeline):
    fetch = world.operation("fetch", seconds=lambda name, seconds: seconds)
    await exercise.{name}(fetch)
    assert not timeline.overlapped("fetch('a', 1.0)", "fetch('b', 2.0)")
    assert timeline.max_in_flight == 1
"""
    course.exercise(ONE_BY_ONE, tests=tests, names=("test_all_at_once",))

    assert pytester.runpytest("exercises").ret == 0


def test_the_fixture_needs_virtual_time(project):
    project.makepyfile("def test_looks(timeline): pass")

    result = project.runpytest()

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["the fixture 'timeline' is for a test with @pytest.mark.virtual_time"]
    )


def test_the_timeline_of_a_report_is_data_in_no_language(project):
    project.makepyfile(RECORDED)
    project.makeconftest(
        """
import json, pathlib

def pytest_runtest_logreport(report):
    if report.failed:
        pathlib.Path("seen.json").write_text(json.dumps(report.coro_lessons_timeline))
"""
    )

    project.runpytest("--coro-lang=es")

    seen = json.loads((project.path / "seen.json").read_text())
    assert seen["schema"] == "coro-lessons/timeline/v1"
    assert [span["name"] for span in seen["spans"]][1:] == ["fetch('a', 1)", "fetch('b', 2)"]
