"""Promises of `watch`, in a terminal: feedback on every save, whatever the answer does."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import RIGHT, STUB, TWICE
from .terminal import Terminal

PROGRAM = Path(sys.executable).with_name("coro-lessons")
KEYS = "n next   h hint   l list   r run again   v all of it   q quit"

CRASH = "import os\nimport signal\n\nasync def make(work):\n    {how}\n"


@pytest.fixture
def environ(tmp_path):
    path = os.pathsep.join([str(PROGRAM.parent), os.environ.get("PATH", os.defpath)])
    return {"PATH": path, "TERM": "xterm", "HOME": str(tmp_path)}


@pytest.fixture
def watching(learner, environ):
    """`watch` in a terminal, after its first run."""
    with Terminal([PROGRAM, "watch"], learner.home, environ) as terminal:
        terminal.wait_for(KEYS)
        yield terminal


@pytest.fixture
def save(learner):
    """Save an answer as most editors do, by renaming."""

    def save(text, name="make-tea"):
        file = learner.exercise(name).answer_file
        unfinished = file.with_name(".exercise.py.swp")
        unfinished.write_text(text)
        unfinished.replace(file)

    return save


def test_the_current_exercise_runs_at_once(learner, environ):
    with Terminal([PROGRAM, "watch"], learner.home, environ) as terminal:
        seen = terminal.wait_for(KEYS)

    assert "Next: 1.1 Make tea" in seen


def test_the_words_are_those_of_the_readers_language(learner, environ):
    environ["LANG"] = "es_ES.UTF-8"

    with Terminal([PROGRAM, "watch"], learner.home, environ) as terminal:
        seen = terminal.wait_for("q salir")

    assert "1.1 Haz té" in seen


def test_a_save_brings_feedback(watching, save):
    save(TWICE)

    assert "CL201" in watching.wait_for(KEYS)


def test_an_exercise_that_passes_stays_until_the_learner_goes_on(watching, save, learner):
    save(RIGHT)
    seen = watching.wait_for(KEYS)
    watching.send("n")

    assert "1.1 Make tea is done. Press n to go on to 1.2 Make coffee." in seen
    assert "Next: 1.2 Make coffee" in watching.wait_for(KEYS)
    assert learner.chosen == "make-coffee"


def test_going_on_without_being_done_takes_a_second_n(watching):
    watching.send("n")
    watching.wait_for("Press n once more to go on all the same.")
    watching.send("n")

    assert "Next: 1.2 Make coffee" in watching.wait_for(KEYS)


def test_another_key_takes_the_first_n_back(watching):
    watching.send("n")
    watching.wait_for("Press n once more")
    watching.send("r")
    watching.wait_for(KEYS)
    watching.send("n")

    watching.wait_for("Press n once more")


def test_hints_come_one_after_another_and_are_remembered(watching, learner):
    watching.send("h")
    first = watching.wait_for(KEYS)
    watching.send("H")
    second = watching.wait_for(KEYS)

    assert ("One." in first, "Two." in second) == (True, True)
    assert learner.progress_of("make-tea").hints == 2


def test_the_list_shows_where_the_learner_is(watching):
    watching.send("l")

    assert "0 of 3 exercises done" in watching.wait_for(KEYS)


def test_v_runs_again_and_tells_of_every_test(watching, save):
    save(TWICE)
    watching.wait_for(KEYS)
    watching.send("v")

    assert "test_exercise.py::test_" in watching.wait_for(KEYS)


def test_keys_that_mean_nothing_do_nothing(watching):
    watching.send("\x1b[Hxyz")
    watching.send("r")

    assert "hint 1 of 3" not in watching.wait_for(KEYS)


def test_q_ends_it_and_the_terminal_is_as_it_was(watching):
    watching.send("q")

    assert watching.wait_for_end() == 0
    assert watching.settings_now() == watching.settings


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_so_does_a_signal(watching, number):
    watching.process.send_signal(number)

    assert watching.wait_for_end() == 0
    assert watching.settings_now() == watching.settings


def test_nothing_is_left_running(watching):
    (server,) = children_of(watching.process.pid)
    watching.send("q")
    watching.wait_for_end()

    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


def children_of(pid):
    listed = subprocess.run(["ps", "-o", "pid=,ppid=", "-A"], capture_output=True, check=True)
    pairs = [line.split() for line in listed.stdout.decode().splitlines()]
    return [int(child) for child, parent in pairs if int(parent) == pid]


# Answers that are worse than wrong.


def test_a_syntax_error_is_told(watching, save):
    save("async def make(work:\n")

    assert "CL902" in watching.wait_for(KEYS)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("os._exit(0)", "(exit code 0)"),
        ("os._exit(1)", "(exit code 1)"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "(SIGSEGV)"),
    ],
    ids=["exits with 0", "exits with 1", "crashes"],
)
def test_an_answer_that_takes_its_process_down_is_survived(watching, save, how, said):
    save(CRASH.format(how=how))
    assert said in watching.wait_for(KEYS)

    save(RIGHT)
    assert "1.1 Make tea is done." in watching.wait_for(KEYS)


def test_an_answer_that_takes_its_process_down_counts_as_an_attempt(watching, save, learner):
    save(CRASH.format(how="os._exit(0)"))
    watching.wait_for(KEYS)

    assert learner.progress_of("make-tea").state == "failed"


def test_an_endless_loop_ends_with_the_next_save(watching, save):
    save("print('begun', flush=True)\nwhile True:\n    pass\n")
    watching.wait_for("collected 1 item")
    save(RIGHT)

    assert "1.1 Make tea is done." in watching.wait_for(KEYS)


def test_what_the_answer_starts_ends_with_it(watching, save, learner):
    mark = learner.home / "mark"
    save(f"import subprocess\nsubprocess.Popen(['sleep', '600'])\nopen({str(mark)!r}, 'w')\n")
    watching.wait_for(KEYS)

    assert mark.exists()
    listed = subprocess.run(["ps", "-o", "pgid=,args=", "-A"], capture_output=True, check=True)
    assert "sleep 600" not in listed.stdout.decode()


# Files that come and go.


def test_a_deleted_answer_is_not_started_and_may_come_back(watching, save, learner):
    learner.exercise("make-tea").answer_file.unlink()
    assert "Next: 1.1 Make tea" in watching.wait_for(KEYS)

    save(RIGHT)
    assert "1.1 Make tea is done." in watching.wait_for(KEYS)


def test_a_renamed_exercise_is_found_again(watching, save, learner):
    folder = learner.exercise("make-tea").folder
    folder.rename(folder.with_name("07_tea"))
    assert "Next: 1.7 Make tea" in watching.wait_for(KEYS)

    save(RIGHT)
    assert "1.7 Make tea is done." in watching.wait_for(KEYS)


def test_a_deleted_exercise_is_waited_for(watching, save, learner, tmp_path):
    folder = learner.exercise("make-tea").folder
    folder.rename(tmp_path / "away")
    watching.wait_for("The folder 01_make_tea is gone.")

    shutil.copytree(tmp_path / "away", folder)
    assert "Next: 1.1 Make tea" in watching.wait_for(KEYS)


def test_the_whole_course_may_come_back(watching, save, learner, tmp_path):
    exercises = learner.home / "exercises"
    exercises.rename(tmp_path / "away")
    watching.wait_for("The folder 01_make_tea is gone.")
    (tmp_path / "away").rename(exercises)
    watching.wait_for(KEYS)

    save(RIGHT)
    assert "1.1 Make tea is done." in watching.wait_for(KEYS)


def test_other_exercises_and_what_editors_leave_are_no_reason_to_run(watching, save, learner):
    save(RIGHT, "make-coffee")
    folder = learner.exercise("make-tea").folder
    (folder / "exercise.py~").write_text(STUB)
    (folder / ".exercise.py.swp").write_text(STUB)
    watching.send("h")

    assert "test session" not in watching.wait_for(KEYS)


def test_files_can_be_looked_at_all_the_time(learner, save, environ):
    with Terminal([PROGRAM, "watch", "--poll"], learner.home, environ) as terminal:
        terminal.wait_for(KEYS)
        save(RIGHT)

        assert "1.1 Make tea is done." in terminal.wait_for(KEYS)


# Without a terminal.


def test_without_a_terminal_keys_are_lines(learner, save, environ):
    with subprocess.Popen(
        [PROGRAM, "watch"],
        cwd=learner.home,
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        wait_for_line(process, "(a letter and Enter)")
        process.stdin.write("h\n")
        process.stdin.flush()
        wait_for_line(process, "One.")
        rest, _ = process.communicate("q\n", timeout=30)

    assert process.returncode == 0
    assert "\x1b" not in rest


def wait_for_line(process, text):
    while text not in (line := process.stdout.readline()):
        assert line, f"it ended without {text!r}"
