"""Promises of `start`: a whole course, and nothing of a learner's overwritten."""

import sys
from pathlib import Path

import pytest

from pytest_coro_lessons.commands import start
from pytest_coro_lessons.progress.store import Progress

HERE = Path(sys.executable).parent


@pytest.fixture
def course(tmp_path):
    """A course with one exercise, as a wheel carries it."""
    exercise = tmp_path / "package" / "exercises" / "01_drinks" / "01_make_tea"
    (exercise / "reference").mkdir(parents=True)
    (exercise / "__pycache__").mkdir()
    (exercise / "exercise.py").write_text("# TODO\n")
    (exercise / "reference" / "solution.py").write_text("done = True\n")
    (exercise / "__pycache__" / "exercise.pyc").write_text("")
    return tmp_path / "package" / "exercises"


def names(paths):
    return sorted(path.as_posix() for path in paths)


def test_start_copies_the_course_and_its_frame_without_the_reference(course, tmp_path):
    copied = start.copy_course(course, tmp_path / "mine", with_reference=False)

    assert names(copied.new) == [
        ".vscode/settings.json",
        "README.es.md",
        "README.md",
        "exercises/01_drinks/01_make_tea/exercise.py",
        "pytest.ini",
    ]
    assert (tmp_path / "mine" / "pytest.ini").read_text().startswith("[pytest]\n")


def test_instructors_get_the_reference_as_well(course, tmp_path):
    copied = start.copy_course(course, tmp_path / "mine", with_reference=True)

    assert "exercises/01_drinks/01_make_tea/reference/solution.py" in names(copied.new)


def test_start_never_overwrites_a_learners_file(course, tmp_path):
    answer = tmp_path / "mine" / "exercises" / "01_drinks" / "01_make_tea" / "exercise.py"
    start.copy_course(course, tmp_path / "mine", with_reference=False)
    answer.write_text("my answer\n")

    copied = start.copy_course(course, tmp_path / "mine", with_reference=False)

    assert (len(copied.new), len(copied.same), len(copied.kept)) == (0, 4, 1)
    assert answer.read_text() == "my answer\n"


def test_start_says_what_it_did_and_what_to_type_next(run, monkeypatch):
    monkeypatch.setenv("PATH", str(HERE))
    output = run("start", "my-course").output.splitlines()

    assert output[0].endswith(" files copied to my-course.")
    assert output[2:5] == ["Type next:", "  cd my-course", "  pytest"]
    assert output[-1] == "For feedback whenever you save: coro-lessons watch"


def test_start_in_the_folder_itself_needs_no_cd(run, monkeypatch):
    monkeypatch.setenv("PATH", "")
    output = run("start", ".").output.splitlines()

    assert output[2:4] == ["Type next:", f"  {HERE / 'pytest'}"]


def test_start_names_what_it_kept(run, tmp_path):
    (tmp_path / "README.md").write_text("mine")

    output = run("start", ".", language="es").output

    assert "Se conserva como estaba, porque ya estaba ahí:\n  README.md\n" in output


def test_start_where_a_file_is_in_the_way_says_so(run, tmp_path):
    (tmp_path / "taken").write_text("")

    found = run("start", "taken")

    assert found.exit_code == 1
    assert found.output.startswith("Error: taken")


def test_start_keeps_the_stubs_for_a_reset(run, tmp_path):
    run("start", "my-course")

    stub = tmp_path / "my-course/exercises/03_coroutines_and_tasks/01_greet_all/exercise.py"
    with Progress(tmp_path / "my-course") as progress:
        assert progress.stub("greet-all") == stub.read_bytes()
