"""Promises of `report --format`: what was found last, as other programs read it."""

import json

import pytest

from pytest_coro_lessons.commands.learner import FORMATS as OFFERED
from pytest_coro_lessons.reports.formats import FORMATS

from ..unit import format_readers
from .conftest import LATE, TWICE

CLASSROOM = {
    "CLASSROOM": "asyncio",
    "ASSIGNMENT": "drinks",
    "SUBMISSION_TAG": "submit/2026-11-22T16-00-00Z-a1b2c3d",
    "COMMIT_URL": "https://example.org/commit/a1b2c3d",
    "RELEASE_URL": "https://example.org/releases/tag/submit",
    "OWNER": "ana",
}


@pytest.fixture(autouse=True)
def classroom(monkeypatch):
    for name, value in CLASSROOM.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def some_of_each(learner):
    learner.solved("make-tea")
    learner.tried("make-coffee", "failed", LATE, answer=TWICE)


def test_the_command_offers_all_formats():
    assert list(OFFERED) == list(FORMATS)


@pytest.mark.parametrize("name", ["junit", "gradescope", "classroom50", "prairielearn", "csv"])
def test_each_format_has_the_points_of_the_progress(some_of_each, run, name):
    progress = json.loads(run("report", "--json").output)

    found = run("report", "--format", name).stdout_bytes

    read = getattr(format_readers, f"read_{name}")(found)
    assert read.total[:2] == (progress["points"], progress["max_points"]) == (5, 15)


def test_exercism_reads_what_was_found_last(some_of_each, run):
    found = run("report", "--format", "exercism").stdout_bytes

    assert format_readers.read_exercism(found).total.passed is False
    assert [test["status"] for test in json.loads(found)["tests"]] == ["pass", "fail", "fail"]


def test_our_own_results_are_those_of_the_last_runs(some_of_each, run):
    found = json.loads(run("report", "--format", "json").output)

    assert found["schema"] == "coro-lessons/results/v1"
    assert [one["status"] for one in found["exercises"]] == ["passed", "failed", "not_started"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_words_are_in_the_readers_language(some_of_each, run, language):
    found = json.loads(run("report", "--format", "gradescope", language=language).output)

    told = {"en": "of virtual time instead of 1 s", "es": "de tiempo virtual en lugar de 1 s"}
    assert told[language] in found["tests"][1]["output"]


def test_a_format_is_written_to_the_file_that_is_named(some_of_each, run, home):
    found = run("report", "out/result.json", "--format", "classroom50")

    assert found.output == "Written: out/result.json\nWritten: out/release-body.md\n"
    assert format_readers.read_classroom50((home / "out" / "result.json").read_bytes())
    assert not (home / "report.html").exists()


def test_the_table_names_the_student_of_the_environment(some_of_each, run, monkeypatch):
    monkeypatch.setenv("CORO_LESSONS_STUDENT", "eva")

    assert ",eva,,,,5,0,5,5" in run("report", "--format", "csv").output


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "Error: classroom50: not set: OWNER; Classroom 50 sets them where it grades\n"),
        ("es", "Error: classroom50: sin definir: OWNER; Classroom 50 los define donde evalúa\n"),
    ],
)
def test_outside_of_classroom_50_its_format_says_what_is_missing(
    home, run, monkeypatch, language, message
):
    monkeypatch.delenv("OWNER")
    monkeypatch.delenv("USERNAME", raising=False)

    found = run("report", "--format", "classroom50", language=language)

    assert (found.exit_code, found.output) == (1, message)


def test_a_format_that_cannot_be_written_says_why(home, run):
    (home / "taken").write_text("")

    found = run("report", "taken/results.json", "--format", "json")

    assert found.exit_code == 1
    assert found.output.startswith("Error: taken/results.json: ")
    assert len(found.output.splitlines()) == 1


def test_a_format_that_does_not_exist_is_named_with_those_that_do(home, run):
    found = run("report", "--format", "gradescop")

    assert found.exit_code == 2
    assert "'gradescop' is not one of 'json', 'junit', 'gradescope'" in found.output


@pytest.mark.parametrize("options", [["--json", "--format=csv"], ["--open", "--format=csv"]])
def test_options_that_exclude_one_another_are_refused(home, run, options):
    found = run("report", *options)

    assert found.exit_code == 2
    assert "use one of --json, --open and --format" in found.output
