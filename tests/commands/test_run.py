"""Promises of `run`, `verify` and `report`: what the tests find, as pytest says it."""

import json

import pytest

from .conftest import LATE, RIGHT, TWICE

EXITS = "import os\n\nasync def make(work):\n    os._exit({code})\n"
CRASHES = """
import os
import signal

async def make(work):
    os.kill(os.getpid(), signal.SIGSEGV)
"""


@pytest.fixture
def answered(learner):
    """Write an answer to the first exercise, without running it."""

    def answered(text):
        learner.exercise("make-tea").answer_file.write_text(text)

    return answered


def test_an_exercise_that_passes_is_done(answered, run, capfd):
    answered(RIGHT)

    found = run("run", "make-tea")

    assert found.exit_code == 0
    assert "The exercise is done: 5 of 5 points." in capfd.readouterr().out


def test_one_that_does_not_pass_is_told_why(answered, run, capfd):
    answered(TWICE)

    found = run("run", "make-tea", language="es")

    assert found.exit_code == 1
    assert "s de tiempo virtual" in capfd.readouterr().out


def test_what_was_run_is_the_current_exercise_and_in_the_progress(learner, answered, run):
    answered(TWICE)
    run("run", "make-tea")
    run("run", "make-juice")

    assert learner.chosen == "make-juice"
    assert learner.progress_of("make-tea").attempts == 1
    assert learner.progress_of("make-juice").attempts == 0


def test_what_follows_two_dashes_goes_to_pytest(answered, run, capfd):
    answered(RIGHT)

    run("run", "make-tea", "--", "--collect-only", "-q")

    assert "test_takes_two_seconds" in capfd.readouterr().out


def test_the_results_as_json(answered, run, capfd):
    answered(RIGHT)

    found = run("run", "make-tea", "--json")

    assert json.loads(found.output)["score"] == 5
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (EXITS.format(code=0), "(exit code 0)"),
        (EXITS.format(code=1), "(exit code 1)"),
        (CRASHES, "(SIGSEGV)"),
    ],
    ids=["exits with 0", "exits with 1", "crashes"],
)
def test_an_answer_that_takes_python_down_is_not_done(answered, run, answer, said):
    answered(answer)

    found = run("run", "make-tea")

    assert found.exit_code == 1
    assert said in found.output


def test_an_answer_that_takes_python_down_was_tried_and_is_no_unbegun_one(learner, answered, run):
    answered(EXITS.format(code=0))

    found = json.loads(run("run", "make-tea", "--json").stdout)

    (exercise,) = found["exercises"]
    assert (exercise["status"], exercise["points"], found["score"]) == ("error", 0, 0)
    assert [check["status"] for check in exercise["checks"]] == ["error"]
    progress = learner.progress_of("make-tea")
    assert (progress.state, progress.attempts, progress.changed) == ("failed", 1, False)


def test_everything_is_told_of_every_test_where_that_is_asked_for(answered, run, capfd):
    answered(RIGHT)

    run("run", "make-tea", "-v")

    assert "test_exercise.py::" in capfd.readouterr().out


# verify


def test_verify_runs_what_was_solved(learner, run, capfd):
    learner.solved("make-tea")
    learner.solved("make-coffee")
    learner.tried("make-juice", "failed", LATE, answer=TWICE)

    found = run("verify")

    assert found.exit_code == 0
    assert "All 2 exercises are done" in capfd.readouterr().out


def test_what_was_solved_and_fails_now_is_found(learner, run, capfd):
    learner.solved("make-tea")
    learner.exercise("make-tea").answer_file.write_text(TWICE)

    assert run("verify").exit_code == 1
    assert learner.progress_of("make-tea").state == "failed"


def test_with_nothing_solved_there_is_nothing_to_verify(home, run):
    assert run("verify").exit_code == 0
    assert json.loads(run("verify", "--json").output)["exercises"] == []


# report


def test_the_report_is_a_page_beside_the_exercises(learner, run):
    learner.tried("make-tea", "failed", LATE, answer=TWICE)
    learner.solved("make-coffee")

    found = run("report")

    page = (learner.home / "report.html").read_text(encoding="utf-8")
    assert found.output == "Written: report.html\n"
    assert "Make tea" in page
    assert "CL101" in page
    assert "2 attempts from " in page


def test_the_report_goes_where_it_is_told(learner, run):
    assert run("report", "pages/mine.html", language="es").exit_code == 0
    assert 'lang="es"' in (learner.home / "pages" / "mine.html").read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_says_why(home, run):
    (home / "taken").write_text("")

    found = run("report", "taken/mine.html")

    assert (found.exit_code, found.output.startswith("Error: ")) == (1, True)


def test_the_report_as_json(home, run):
    assert json.loads(run("report", "--json").output)["schema"] == "coro-lessons/progress/v1"
    assert not (home / "report.html").exists()
