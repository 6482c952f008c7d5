"""Promises of the files of a run: the report, the trace and the step summary, whatever happens."""

from __future__ import annotations

import json

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

AT_ONCE = """
import asyncio

async def {name}(fetch):
    await asyncio.gather(fetch("a", 1.0), fetch("b", 2.0))
"""

OF_OTHERS = """
import asyncio
import pytest

@pytest.mark.virtual_time
async def test_sleeps():
    await asyncio.sleep(2)

@pytest.mark.virtual_time
async def test_refuses():
    await asyncio.sleep(1)
    raise ValueError

def test_plain():
    pass
"""

OPTIONS = pytest.mark.parametrize("option", ["--coro-html", "--coro-trace", "--coro-mermaid"])
XDIST = pytest.mark.parametrize("options", [(), ("-n2", "-p", "xdist")], ids=["alone", "xdist"])


@pytest.fixture
def three(course):
    names = ("test_all_at_once",)
    course.exercise(AT_ONCE, at="01_make_tea", tests=TESTS, names=names)
    course.exercise(ONE_BY_ONE, at="02_make_coffee", tests=TESTS, names=names)
    course.exercise(at="03_make_soup", tests=TESTS, names=names)
    return course


def text_of(pytester, name):
    return (pytester.path / name).read_text(encoding="utf-8")


# The report.


@XDIST
def test_the_report_has_every_exercise_with_its_figures(three, pytester, options):
    pytester.runpytest_subprocess("exercises", "--coro-html=out/report.html", *options)

    page = text_of(pytester, "out/report.html")
    assert page.startswith("<!DOCTYPE html>")
    assert all(title in page for title in ("Make tea", "Make coffee", "Make soup"))
    assert page.count("<figure") == 2
    assert "fetch(&#39;b&#39;, 2.0)" in page
    assert "CL201" in page


def test_the_report_of_workers_is_the_report_of_one_process(three, pytester):
    pytester.runpytest_subprocess("exercises", "--coro-html=alone.html")
    pytester.runpytest_subprocess("exercises", "--coro-html=together.html", "-n2", "-p", "xdist")

    assert text_of(pytester, "alone.html") == text_of(pytester, "together.html")


@pytest.mark.parametrize(("language", "said"), [("en", "Not started"), ("es", "Sin empezar")])
def test_the_report_speaks_the_readers_language(three, pytester, language, said):
    pytester.runpytest("exercises", "--coro-html=report.html", f"--coro-lang={language}")

    page = text_of(pytester, "report.html")
    assert f'<html lang="{language}"' in page
    assert said.lower() in page.lower()


def test_the_report_says_why_a_test_could_not_judge(course, pytester):
    tests = "async def test_all_at_once(exercise):\n    raise LookupError('our own fault')\n"
    course.exercise(AT_ONCE, tests=tests, names=("test_all_at_once",))

    pytester.runpytest("exercises", "--coro-html=report.html")

    assert "LookupError: our own fault" in text_of(pytester, "report.html")


def test_the_report_can_show_what_is_no_unicode_text(course, pytester):
    answer = ONE_BY_ONE.replace('"a"', r"'\udcff'")
    course.exercise(answer, tests=TESTS, names=("test_all_at_once",))

    result = pytester.runpytest("exercises", "--coro-html=report.html")

    result.stdout.fnmatch_lines(["0 of 1 exercise done*"])
    assert text_of(pytester, "report.html").rstrip().endswith("</html>")


@pytest.mark.parametrize("option", ["--coro-html", "--coro-mermaid"])
def test_a_run_without_exercises_says_that_it_has_nothing_to_report(project, option):
    project.makepyfile(OF_OTHERS)

    result = project.runpytest(f"{option}=report", "-k", "plain")

    result.assert_outcomes(passed=1, deselected=2)
    result.stdout.fnmatch_lines([f"{option}: no exercise was run, so there is nothing to report"])
    assert not (project.path / "report").exists()


# The trace.


@XDIST
def test_the_trace_has_a_process_for_each_test_that_ran_in_time(three, pytester, options):
    pytester.runpytest_subprocess("exercises", "--coro-trace=trace.json", *options)

    events = json.loads(text_of(pytester, "trace.json"))["traceEvents"]
    names = [event["args"]["name"] for event in events if event["name"] == "process_name"]
    assert names == ["make-tea: test_all_at_once", "make-coffee: test_all_at_once"]
    slices = [(one["name"], one["ts"], one["dur"]) for one in events if one.get("cat") == "call"]
    assert ("fetch('b', 2.0)", 1_000_000, 2_000_000) in slices


@XDIST
def test_the_trace_has_the_virtual_tests_of_other_projects(project, options):
    project.makepyfile(test_others=OF_OTHERS)

    result = project.runpytest_subprocess("--coro-trace=trace.json", *options)

    result.assert_outcomes(passed=2, failed=1)
    events = json.loads(text_of(project, "trace.json"))["traceEvents"]
    names = {event["args"]["name"] for event in events if event["name"] == "process_name"}
    assert names == {"test_others.py::test_sleeps", "test_others.py::test_refuses"}


# The summary.


@XDIST
def test_the_summary_of_a_step_has_a_chart_of_the_first_failure(
    three, pytester, monkeypatch, options
):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(pytester.path / "summary.md"))

    pytester.runpytest_subprocess("exercises", *options)

    summary = text_of(pytester, "summary.md")
    assert summary.count("```mermaid\ngantt\n") == 1
    assert "fetch('b', 2.0)" in summary
    assert summary.count("| Make") == 0
    assert summary.count("Make coffee") == 2


def test_a_summary_is_added_to_what_other_steps_wrote(three, pytester, monkeypatch):
    (pytester.path / "summary.md").write_text("# Before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(pytester.path / "summary.md"))

    pytester.runpytest("exercises")
    pytester.runpytest("exercises")

    summary = text_of(pytester, "summary.md")
    assert summary.startswith("# Before\n")
    assert summary.count("```mermaid") == 2


def test_the_option_decides_where_the_summary_goes(three, pytester, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(pytester.path / "summary.md"))

    pytester.runpytest("exercises", "--coro-mermaid=mine.md", "--coro-lang=es")

    assert "nunca más de 1 espera a la vez" in text_of(pytester, "mine.md")
    assert not (pytester.path / "summary.md").exists()


def test_a_run_without_exercises_leaves_the_summary_alone(project, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(project.path / "summary.md"))
    project.makepyfile("def test_plain(): pass")

    project.runpytest().assert_outcomes(passed=1)

    assert not (project.path / "summary.md").exists()


def test_a_summary_that_cannot_be_written_costs_a_line_and_nothing_else(
    course, pytester, monkeypatch
):
    course.exercise(AT_ONCE, tests=TESTS, names=("test_all_at_once",))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(pytester.path))

    result = pytester.runpytest("exercises")

    assert result.ret == 0
    result.stdout.fnmatch_lines(
        ["The exercise is done*", f"GITHUB_STEP_SUMMARY: cannot write '{pytester.path}': *"]
    )


# All of them.


@OPTIONS
def test_a_path_that_cannot_be_written_is_refused_before_anything_runs(three, pytester, option):
    (pytester.path / "a_file").write_text("")

    result = pytester.runpytest("exercises", f"{option}=a_file/out")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        [f"ERROR: {option}: cannot write 'a_file/out': {pytester.path / 'a_file'} is not a folder"]
    )
    assert "collected" not in result.stdout.str()


@OPTIONS
def test_a_folder_is_refused_as_a_file(three, pytester, option):
    result = pytester.runpytest("exercises", f"{option}=exercises")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {option}: cannot write 'exercises': * is a folder"])


@pytest.mark.parametrize("option", ["--coro-html", "--coro-trace", "--coro-mermaid", "--coro-json"])
def test_a_path_that_becomes_unwritable_costs_a_line_and_the_exit_code(course, pytester, option):
    course.exercise(AT_ONCE, tests=TESTS, names=("test_all_at_once",))
    course.root.joinpath("conftest.py").write_text(
        """
import pathlib

def pytest_runtest_teardown():
    # Whatever is there goes, and a folder stands in its place.
    file = pathlib.Path(__file__).with_name("out")
    file.unlink(missing_ok=True)
    file.mkdir(exist_ok=True)
    (file / "full").touch()
"""
    )

    result = pytester.runpytest("exercises", f"{option}=out")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stdout.fnmatch_lines(["The exercise is done*", f"{option}: cannot write 'out': *"])
    assert result.stdout.str().count("cannot write") == 1
    assert [path.name for path in pytester.path.glob(".*.tmp")] == []


@OPTIONS
def test_collecting_writes_nothing(three, pytester, option):
    pytester.runpytest("exercises", "--collect-only", f"{option}=out")

    assert not (pytester.path / "out").exists()


@pytest.mark.parametrize("option", ["--coro-html", "--coro-trace"])
def test_a_file_is_replaced_in_one_move(three, pytester, option, monkeypatch):
    (pytester.path / "out").write_text("before")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))

    result = pytester.runpytest("exercises", f"{option}=out")

    result.stdout.fnmatch_lines([f"{option}: cannot write 'out': disk full"])
    assert text_of(pytester, "out") == "before"
