"""Promises of progress: nothing is lost, nothing stops a learner, names may change."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date

import pytest

from pytest_coro_lessons.diagnostics import Diagnostic
from pytest_coro_lessons.grading import Outcome, grade
from pytest_coro_lessons.lessons import Exercise, ExerciseInfo, LessonInfo, Step, Text
from pytest_coro_lessons.progress import record
from pytest_coro_lessons.progress.history import by_day
from pytest_coro_lessons.progress.store import FOLDER, Progress

TEA = Text(en="Tea", es="Té")
STEP = Step(id="boil", title=TEA, tests=("test_boils", "test_pours"), points=5)
LATE = Diagnostic("CL101", {"actual": 3.0, "expected": 1.0}, "exercise.py", 7)


def make_exercise(folder, *, id_="make-tea"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "exercise.py").write_text("# TODO\n")
    info = ExerciseInfo(id=id_, title=TEA, steps=(STEP,), hints=(TEA, TEA, TEA))
    return Exercise(folder, LessonInfo(id="drinks", title=TEA), info)


@pytest.fixture
def exercise(tmp_path):
    return make_exercise(tmp_path / "exercises" / "01_drinks" / "02_make_tea")


@pytest.fixture
def file(tmp_path):
    return tmp_path / FOLDER / "progress.sqlite3"


def outcome_of(exercise, status, *diagnostics, tests=("test_boils", "test_pours")):
    return grade(exercise, [Outcome(test, status, diagnostics, 1.5) for test in tests])


def keep(exercise, status, *diagnostics, answer=None):
    """Write an answer and record what its tests found."""
    if answer is not None:
        exercise.answer_file.write_text(answer)
    root = exercise.folder.parents[1]
    return record(root, [outcome_of(exercise, status, *diagnostics)])


def progress_of(exercise):
    with Progress(exercise.folder.parents[2]) as progress:
        return progress.of(exercise)


def attempts_in(home):
    with Progress(home) as progress:
        return progress.attempts()


def test_an_attempt_keeps_its_answer_outcome_and_first_diagnosis(exercise, tmp_path):
    keep(exercise, "failed", LATE, answer="x = 1\n")

    (attempt,) = attempts_in(tmp_path)

    assert (attempt.status, attempt.points, attempt.max_points) == ("failed", 0, 5)
    assert (attempt.code, attempt.virtual_seconds) == ("CL101", 3.0)
    assert (attempt.diagnostic.facts, attempt.diagnostic.line) == (LATE.facts, 7)


def test_files_of_the_course_are_kept_relative_to_it_so_that_it_may_move(exercise, tmp_path):
    keep(exercise, "failed", Diagnostic("CL902", {}, str(exercise.answer_file), 1), answer="(\n")
    moved = tmp_path.rename(tmp_path.with_name(f"{tmp_path.name}-moved"))

    (attempt,) = attempts_in(moved)

    assert attempt.diagnostic.file == str(
        moved / "exercises" / "01_drinks" / "02_make_tea" / "exercise.py"
    )


def test_a_passed_exercise_is_solved_and_has_its_points(exercise):
    keep(exercise, "failed", LATE, answer="x = 1\n")
    keep(exercise, "passed", answer="x = 2\n")

    found = progress_of(exercise)

    assert (found.state, found.points, found.attempts) == ("passed", 5, 2)
    assert found.solved_at == found.last.at


def test_a_solved_exercise_that_fails_now_was_solved_all_the_same(exercise):
    keep(exercise, "passed", answer="x = 2\n")
    keep(exercise, "error", answer="x = 3\n")

    found = progress_of(exercise)

    assert (found.state, found.points, found.solved_at is None) == ("failed", 0, False)


def test_running_the_same_answer_again_is_no_new_attempt(exercise, tmp_path):
    keep(exercise, "failed", LATE, answer="x = 1\n")
    keep(exercise, "failed", LATE)

    (attempt,) = attempts_in(tmp_path)

    assert attempt.runs == 2
    assert attempt.last_at >= attempt.at


def test_an_untouched_stub_is_no_attempt(exercise):
    keep(exercise, "not_started")

    assert progress_of(exercise).attempts == 0


def test_an_exercise_of_which_not_all_tests_ran_is_left_out(exercise, file):
    partly = outcome_of(exercise, "passed", tests=["test_boils"])

    assert record(exercise.folder.parents[1], [partly]) is None
    assert not file.exists()


def test_an_answer_that_was_saved_since_its_last_run_has_changed(exercise):
    keep(exercise, "failed", LATE, answer="x = 1\n")
    exercise.answer_file.write_text("x = 2\n")

    assert progress_of(exercise).changed


def test_progress_stays_when_folders_are_renamed(exercise):
    keep(exercise, "passed", answer="x = 2\n")
    renamed = exercise.folder.rename(exercise.folder.with_name("07_tea"))

    assert progress_of(make_exercise(renamed)).state == "passed"


def test_the_stub_is_kept_as_it_was_before_the_first_attempt(exercise, tmp_path):
    keep(exercise, "not_started")
    keep(exercise, "not_started", answer="# nearly started\n")

    with Progress(tmp_path) as progress:
        assert progress.stub("make-tea") == b"# TODO\n"
        assert progress.stub("make-coffee") is None


def test_hints_and_giving_up_are_remembered(exercise, tmp_path):
    with Progress(tmp_path) as progress:
        progress.hint_seen("make-tea", 2)
        progress.hint_seen("make-tea", 1)
        progress.gave_up("make-tea")

    found = progress_of(exercise)

    assert (found.hints, found.gave_up) == (2, True)


def test_after_a_reset_the_exercise_is_not_started_and_its_attempts_still_count(exercise, tmp_path):
    keep(exercise, "passed", answer="x = 2\n")
    with Progress(tmp_path) as progress:
        progress.was_reset("make-tea", "backup.py")

    found = progress_of(exercise)

    assert (found.state, found.points, found.attempts) == ("not_started", 0, 1)


def test_the_exercise_that_was_chosen_last_is_remembered(tmp_path):
    with Progress(tmp_path) as progress:
        progress.current = "make-tea"
        progress.current = "make-coffee"

    with Progress(tmp_path) as progress:
        assert progress.current == "make-coffee"


def test_reading_progress_makes_no_file(exercise, file):
    assert progress_of(exercise).state == "not_started"
    assert not file.parent.exists()


def test_git_sees_nothing_of_the_store(exercise, file):
    keep(exercise, "passed", answer="x = 2\n")

    assert (file.parent / ".gitignore").read_text().endswith("\n*\n")


def test_a_day_ends_with_what_was_solved_until_then(exercise, tmp_path):
    other = make_exercise(tmp_path / "exercises" / "01_drinks" / "03_coffee", id_="coffee")
    keep(exercise, "failed", LATE, answer="x = 1\n")
    keep(exercise, "passed", answer="x = 2\n")
    keep(other, "passed", answer="x = 3\n")
    with closing(sqlite3.connect(tmp_path / FOLDER / "progress.sqlite3")) as connection:
        connection.execute("UPDATE attempts SET at = '2026-03-0' || id || 'T12:00:00.000Z'")
        connection.commit()

    days = by_day(attempts_in(tmp_path))

    assert [(day.date, day.attempts, day.points, day.solved) for day in days] == [
        (date(2026, 3, 1), 1, 0, 0),
        (date(2026, 3, 2), 1, 5, 1),
        (date(2026, 3, 3), 1, 10, 2),
    ]


# Trouble.

WRITER = """
import sys
from pathlib import Path
from tests.unit.test_progress import keep, make_exercise
name, home = sys.argv[1], Path(sys.argv[2])
exercise = make_exercise(home / "exercises" / "01_drinks" / name, id_=name)
for number in range(25):
    assert keep(exercise, "failed", answer=f"x = {number}") is None
"""


def test_processes_that_write_at_once_lose_nothing(tmp_path, project_root):
    command = [sys.executable, "-c", WRITER]
    writers = [
        subprocess.Popen([*command, name, str(tmp_path)], cwd=project_root)
        for name in ("tea", "coffee", "milk", "water")
    ]

    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0, 0]
    assert len(attempts_in(tmp_path)) == 100


@pytest.fixture(
    params=[
        pytest.param(lambda file: file.write_bytes(b"not a database" * 100), id="other bytes"),
        pytest.param(lambda file: os.truncate(file, 5000), id="cut off"),
        pytest.param(
            lambda file: file.write_bytes(file.read_bytes()[:1024] + b"\xff" * 20_000),
            id="overwritten",
        ),
    ]
)
def damaged(request, exercise, file):
    keep(exercise, "passed", answer="x = 2\n")
    request.param(file)
    return file


def test_a_damaged_file_stays_and_a_new_one_is_begun(damaged, exercise):
    content = damaged.read_bytes()

    trouble = keep(exercise, "failed", LATE, answer="x = 3\n")

    assert (trouble.kind, trouble.file) == ("set_aside", damaged)
    assert damaged.read_bytes() == content
    assert progress_of(exercise).state == "failed"


def test_reading_a_damaged_file_says_so_once(damaged, tmp_path):
    with Progress(tmp_path) as first:
        assert first.attempts() == []
    with Progress(tmp_path) as second:
        assert second.attempts() == []

    assert (first.trouble.kind, second.trouble) == ("set_aside", None)


def test_every_damaged_file_is_kept(damaged, exercise):
    keep(exercise, "passed", answer="x = 3\n")
    second = damaged.with_name("progress-2.sqlite3")
    second.write_bytes(b"not a database" * 100)

    trouble = keep(exercise, "passed", answer="x = 4\n")

    assert trouble.file == second
    assert len(list(damaged.parent.glob("*.sqlite3"))) == 3


def test_processes_that_find_the_same_damage_lose_nothing(damaged, tmp_path, project_root):
    command = [sys.executable, "-c", WRITER.replace("assert keep", "keep").replace("is None", "")]
    writers = [
        subprocess.Popen([*command, name, str(tmp_path)], cwd=project_root)
        for name in ("tea", "coffee", "milk")
    ]

    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    assert len(attempts_in(tmp_path)) == 75


def test_rows_that_make_no_sense_are_passed_over(exercise, tmp_path, file):
    keep(exercise, "failed", LATE, answer="x = 1\n")
    keep(exercise, "passed", answer="x = 2\n")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE attempts SET outcomes = '{' WHERE id = 1")
        connection.commit()

    assert [attempt.status for attempt in attempts_in(tmp_path)] == ["passed"]


def test_a_file_of_a_newer_version_is_left_alone(exercise, file):
    keep(exercise, "passed", answer="x = 2\n")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 99")
    content = file.read_bytes()

    trouble = keep(exercise, "failed", LATE, answer="x = 3\n")

    assert trouble.kind == "newer"
    assert file.read_bytes() == content


def test_the_database_of_another_program_is_left_alone(exercise, file):
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE songs (title)")
    content = file.read_bytes()

    trouble = keep(exercise, "passed", answer="x = 2\n")

    assert trouble.kind == "unreadable"
    assert file.read_bytes() == content


def test_where_nothing_can_be_written_it_is_said_in_one_line(exercise, tmp_path):
    (tmp_path / FOLDER).write_text("a file is in the way")

    trouble = keep(exercise, "passed", answer="x = 2\n")

    assert trouble.kind == "unwritable"
    assert len(trouble.told("en").splitlines()) == 1


def test_a_file_that_can_only_be_read_is_read(exercise, tmp_path, monkeypatch):
    keep(exercise, "passed", answer="x = 2\n")
    monkeypatch.setattr("pytest_coro_lessons.progress.database._prepare", refuse_to_write)

    with Progress(tmp_path) as progress:
        found = progress.of(exercise)

    assert (found.state, progress.trouble.kind) == ("passed", "unwritable")


def refuse_to_write(connection):
    (main,) = connection.execute("PRAGMA database_list").fetchall()
    if main["file"]:
        raise sqlite3.OperationalError("attempt to write a readonly database")


def test_where_nothing_can_be_written_commands_go_on_in_memory(tmp_path):
    (tmp_path / FOLDER).write_text("a file is in the way")

    with Progress(tmp_path) as progress:
        progress.current = "make-tea"

        assert progress.current == "make-tea"


def test_a_file_that_stays_busy_is_not_waited_for_for_ever(exercise, file, monkeypatch):
    monkeypatch.setattr("pytest_coro_lessons.progress.database._PATIENCE", 0.05)
    keep(exercise, "failed", LATE, answer="x = 1\n")

    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        trouble = keep(exercise, "passed", answer="x = 2\n")

    assert trouble.kind == "busy"
    assert progress_of(exercise).state == "failed"


def test_recording_never_raises(exercise, monkeypatch):
    def broken(*_):
        raise RuntimeError("anything")

    monkeypatch.setattr(Progress, "add", broken)

    assert keep(exercise, "passed", answer="x = 2\n").reason == "anything"


def test_the_course_of_the_package_itself_is_not_recorded(project_root):
    root = project_root / "pytest_coro_lessons" / "course" / "exercises"
    exercise = Exercise(root / "1" / "2", None, ExerciseInfo("tea", TEA, (STEP,), ()))

    assert record(root, [outcome_of(exercise, "passed")]) is None
    assert not (root.parent / FOLDER).exists()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", ["set_aside", "unreadable", "unwritable", "newer", "busy"])
def test_trouble_is_told_in_one_line(exercise, tmp_path, kind, language):
    from pytest_coro_lessons.progress import Trouble

    told = Trouble(kind, tmp_path, "disk full").told(language)

    assert str(tmp_path) in told
    assert len(told.splitlines()) == 1
