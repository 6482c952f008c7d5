"""Promises of the parts of `watch`: runs, files and time limits, without a terminal."""

import os
import queue
import threading

import pytest

from pytest_coro_lessons.commands.watch import session as session_module
from pytest_coro_lessons.commands.watch.files import Watcher, is_relevant, state_of
from pytest_coro_lessons.commands.watch.runners import ForkingRunner, SpareRunner, make_runner
from pytest_coro_lessons.commands.watch.session import Ended, Key, Saved, Session
from pytest_coro_lessons.texts import Texts

from .conftest import COMMANDS, RIGHT, TWICE

EXERCISE = "exercises/01_drinks/01_make_tea"
RUN = ["-q", "--no-header", EXERCISE]
PATIENCE = 30  # real seconds: a guard against hanging


@pytest.fixture(params=[ForkingRunner, SpareRunner])
def runner(request, home):
    """A runner in the learner's folder, and the queue that it tells of runs that ended."""
    told = queue.SimpleQueue()
    runner = request.param(home, lambda number, code: told.put((number, code)))
    runner.told = told
    yield runner
    runner.close()


def answer(learner, text):
    learner.exercise("make-tea").answer_file.write_text(text)


def test_a_run_ends_with_pytests_exit_code(runner, learner):
    answer(learner, RIGHT)
    first = runner.start(RUN)
    assert runner.told.get(timeout=PATIENCE) == (first, 0)

    answer(learner, TWICE)
    second = runner.start(RUN)
    assert runner.told.get(timeout=PATIENCE) == (second, 1)


def test_each_run_sees_the_files_as_they_are(runner, learner):
    test = learner.exercise("make-tea").folder / "test_exercise.py"
    test.write_text("def test_nothing():\n    pass\n")
    runner.start(RUN)
    assert runner.told.get(timeout=PATIENCE)[1] == 0

    test.write_text("def test_nothing():\n    assert False\n")
    runner.start(RUN)
    assert runner.told.get(timeout=PATIENCE)[1] == 1


def test_a_new_run_ends_the_one_before_and_only_the_new_one_is_told_of(runner, learner):
    answer(learner, "import time\ntime.sleep(600)\n")
    runner.start(RUN)
    answer(learner, RIGHT)
    second = runner.start(RUN)

    assert runner.told.get(timeout=PATIENCE) == (second, 0)


def test_a_run_that_is_stopped_is_not_told_of(runner, learner):
    answer(learner, "while True:\n    pass\n")
    runner.start(RUN)
    runner.stop()
    answer(learner, RIGHT)
    second = runner.start(RUN)

    assert runner.told.get(timeout=PATIENCE) == (second, 0)


@pytest.mark.parametrize("code", [0, 7])
def test_an_answer_that_ends_the_process_ends_the_run(runner, learner, code):
    answer(learner, f"import os\nos._exit({code})\n")
    number = runner.start(RUN)

    assert runner.told.get(timeout=PATIENCE) == (number, code)


def test_a_warm_process_that_was_killed_is_followed_by_another(home, learner):
    answer(learner, RIGHT)
    told = queue.SimpleQueue()
    runner = ForkingRunner(home, lambda number, code: told.put((number, code)))
    runner._server.kill()
    runner._server.wait()

    number = runner.start(RUN)

    assert told.get(timeout=PATIENCE) == (number, 0)
    runner.close()


def test_where_processes_cannot_fork_one_is_kept_in_reserve(home, monkeypatch):
    monkeypatch.delattr(os, "fork")

    runner = make_runner(home, lambda number, code: None)

    assert isinstance(runner, SpareRunner)
    runner.close()


# Files.


@pytest.fixture(params=[False, True], ids=["told", "polled"])
def watched(request, tmp_path):
    """A folder that is being watched, and an event that is set when something changes."""
    folder = tmp_path / "watched"
    folder.mkdir()
    changed = threading.Event()
    with Watcher(folder, changed.set, poll=request.param):
        wait_until_it_watches(folder, changed)
        yield folder, changed


def wait_until_it_watches(folder, changed):
    number = 0
    while not changed.wait(0.2):
        (folder / f"begin_{number}.py").write_text("")
        number += 1
    while changed.wait(0.3):
        changed.clear()


def test_a_saved_file_is_told_of(watched):
    folder, changed = watched
    (folder / "exercise.py").write_text("x = 1\n")

    assert changed.wait(PATIENCE)


def test_a_folder_that_went_away_is_watched_when_it_is_back(watched):
    folder, changed = watched
    folder.rename(folder.with_name("away"))
    assert changed.wait(PATIENCE)
    folder.with_name("away").rename(folder)
    wait_until_it_watches(folder, changed)

    (folder / "exercise.py").write_text("x = 1\n")

    assert changed.wait(PATIENCE)


@pytest.mark.parametrize(
    ("name", "relevant"),
    [
        ("exercise.py", True),
        ("program.txt", True),
        (".exercise.py.swp", False),
        ("exercise.py~", False),
        ("__pycache__/exercise.cpython-311.pyc", False),
    ],
)
def test_what_editors_and_python_leave_is_no_change(tmp_path, name, relevant):
    assert is_relevant(tmp_path / name) is relevant


def test_a_folder_has_another_state_after_each_save(tmp_path):
    assert state_of(tmp_path / "nowhere") == []
    (tmp_path / "exercise.py").write_text("x = 1\n")
    before = state_of(tmp_path)

    (tmp_path / "exercise.py").write_text("x = 10\n")

    assert state_of(tmp_path) != before


# The session, with runs that never happen.


class NoRunner:
    """Remembers what it was told to do."""

    def __init__(self):
        self.started = []
        self.stopped = 0

    def start(self, arguments):
        self.started.append(arguments[-1])
        return len(self.started)

    def stop(self):
        self.stopped += 1


@pytest.fixture
def session(learner, tmp_path):
    """A session that takes the given events and then quits."""

    def session(*events):
        waiting = queue.SimpleQueue()
        for event in (*events, Key("q")):
            waiting.put(event)
        found = Session(
            here=learner.home,
            texts=Texts(COMMANDS, "en"),
            folder=learner.home / "exercises",
            exercise=learner.exercise("make-tea"),
            runner=NoRunner(),
            events=waiting,
            results=tmp_path / "results.json",
            clear=lambda: None,
        )
        found.loop()
        return found

    return session


def test_it_runs_once_at_the_start(session):
    assert session().runner.started == [EXERCISE]


def test_a_change_elsewhere_is_no_reason_to_run(session):
    assert session(Saved(), Saved()).runner.started == [EXERCISE]


def test_the_end_of_a_run_that_was_followed_by_another_is_not_told(session, capsys):
    session(Key("r"), Ended(1, 0))

    assert "ended before" not in capsys.readouterr().out


def test_the_end_of_the_last_run_is_told(session, capsys):
    session(Key("r"), Ended(2, 3))

    assert "The run ended before the tests did (exit code 3)" in capsys.readouterr().out


def test_while_a_run_goes_on_nobody_goes_on_to_another_exercise(session):
    assert session(Key("n"), Key("n")).runner.started == [EXERCISE]


class LateQueue(queue.SimpleQueue):
    """Has nothing to give when it is asked for the first time."""

    asked = False

    def get(self, **options):
        if not self.asked:
            self.asked = True
            raise queue.Empty
        return super().get(**options)


def test_a_run_that_does_not_end_is_ended(session, capsys, monkeypatch):
    monkeypatch.setattr(session_module, "_LIMIT", -1.0)
    monkeypatch.setattr(queue, "SimpleQueue", LateQueue)

    assert session().runner.stopped == 1
    assert "seconds and were ended." in capsys.readouterr().out
