"""Promises of `export`: what a teacher hands out, and that it works where it arrives."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_coro_lessons.lessons import find_lessons
from pytest_coro_lessons.progress.store import Progress

from .conftest import RIGHT, STUB

HERE = Path(sys.executable).parent
COURSE_README = """# The course

| lesson | exercise |
|---|---|
| [1. Drinks](01_drinks/README.md) | 1.1 [Tea](01_drinks/01_make_tea/README.md) |
| | 1.2 [Coffee](01_drinks/02_make_coffee/README.md) |
| | 1.3 [Juice](01_drinks/03_make_juice/README.md#what-to-do) |
| [2. Food](02_food/README.md) | 2.1 [Soup](02_food/01_make_soup/README.md) |

Begin with [tea](01_drinks/01_make_tea/README.md), then see [asyncio](https://docs.python.org/3/).

```console
pytest exercises/01_drinks/01_make_tea
coro-lessons hint make-tea
```

*En español: [README.es.md](README.es.md).*
"""


@pytest.fixture
def course(home):
    """The learner's folder with readings that link to one another, and a solution."""
    exercises = home / "exercises"
    (exercises / "README.md").write_text(COURSE_README, encoding="utf-8")
    (exercises / "README.es.md").write_text("# El curso\n\n[English](README.md)\n", "utf-8")
    (exercises / "01_drinks" / "README.md").write_text("# Drinks\n", encoding="utf-8")
    for folder in (exercises / "01_drinks").glob("0*"):
        (folder / "reference").mkdir()
        (folder / "reference" / "solution.py").write_text(RIGHT, encoding="utf-8")
        (folder / "__pycache__").mkdir()
        (folder / "__pycache__" / "exercise.pyc").write_bytes(b"")
    return exercises


@pytest.fixture
def handed_out(course, run, tmp_path):
    """Export and return the folder, which is not inside of the course."""

    def handed_out(*arguments, language="en"):
        found = run("export", str(tmp_path / "out"), *arguments, language=language)
        assert found.exit_code == 0, found.output
        return tmp_path / "out"

    return handed_out


def names(folder):
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def read(*parts):
    return Path(*parts).read_text(encoding="utf-8")


# What is in it.


def test_all_of_the_course_goes_out_but_the_reference(handed_out):
    assert names(handed_out()) == [
        ".vscode/settings.json",
        "README.es.md",
        "README.md",
        *(
            f"exercises/01_drinks/{folder}/{name}"
            for folder in ("01_make_tea", "02_make_coffee", "03_make_juice")
            for name in (
                "README.es.md",
                "README.md",
                "exercise.py",
                "exercise.toml",
                "test_exercise.py",
            )
        ),
        "exercises/01_drinks/README.md",
        "exercises/01_drinks/lesson.toml",
        "exercises/README.es.md",
        "exercises/README.md",
        "pytest.ini",
    ]


@pytest.mark.parametrize("name", ["make-coffee", "1.2", "02_make_coffee", "make_coffee"])
def test_exercises_can_be_chosen_by_any_of_their_names(handed_out, name):
    (lesson,) = find_lessons(handed_out(name) / "exercises")

    assert [exercise.id for exercise in lesson.exercises] == ["make-coffee"]


@pytest.mark.parametrize("name", ["drinks", "1", "01_drinks", "exercises/01_drinks"])
def test_lessons_can_be_chosen_by_any_of_their_names(handed_out, name):
    (lesson,) = find_lessons(handed_out(name) / "exercises")

    assert len(lesson.exercises) == 3


def test_files_that_an_exercise_lists_go_out_and_others_stay(course, handed_out):
    tea = course / "01_drinks" / "01_make_tea"
    text = read(tea, "exercise.toml")
    listed = 'files = ["recipe.txt", "data", "reference/solution.py"]\n\n[[steps]]'
    (tea / "exercise.toml").write_text(text.replace("[[steps]]", listed, 1), encoding="utf-8")
    (tea / "recipe.txt").write_text("Boil it.")
    (tea / "data").mkdir()
    (tea / "data" / "leaves.csv").write_text("green")
    (tea / "my_old_answer.py").write_text(RIGHT)

    found = names(handed_out("make-tea"))

    assert [name for name in found if name.endswith((".txt", ".csv", "answer.py"))] == [
        "exercises/01_drinks/01_make_tea/data/leaves.csv",
        "exercises/01_drinks/01_make_tea/recipe.txt",
    ]
    assert not [name for name in found if "reference" in name]


# Answers.


def test_what_somebody_has_answered_does_not_go_out(learner, handed_out):
    with Progress(learner.home) as progress:
        progress.keep_stubs({"make-tea": STUB.encode()})
    learner.solved("make-tea")

    assert read(handed_out(), "exercises/01_drinks/01_make_tea/exercise.py") == STUB


def test_without_its_stub_an_answer_stops_the_export(course, learner, run, tmp_path):
    learner.solved("make-tea")

    found = run("export", str(tmp_path / "out"))

    assert found.exit_code == 1
    assert "01_make_tea/exercise.py: holds an answer, and the stub is not known; " in found.output
    assert not (tmp_path / "out").exists()


def test_a_stub_that_its_author_has_changed_goes_out_as_it_is(course, learner, handed_out):
    with Progress(learner.home) as progress:
        progress.keep_stubs({"make-tea": b"# TODO: an older one\n"})

    assert read(handed_out(), "exercises/01_drinks/01_make_tea/exercise.py") == STUB


# The readings.


def test_readings_link_to_nothing_that_is_left_out(handed_out):
    text = read(handed_out("make-coffee", "make-juice"), "exercises/README.md")

    assert text.splitlines()[2:9] == [
        "| lesson | exercise |",
        "|---|---|",
        "| [1. Drinks](01_drinks/README.md) | 1.2 [Coffee](01_drinks/02_make_coffee/README.md) |",
        "| | 1.3 [Juice](01_drinks/03_make_juice/README.md#what-to-do) |",
        "",
        "Begin with tea, then see [asyncio](https://docs.python.org/3/).",
        "",
    ]


def test_examples_name_an_exercise_that_is_there(handed_out):
    text = read(handed_out("make-coffee"), "exercises/README.md")

    assert "pytest exercises/01_drinks/02_make_coffee\ncoro-lessons hint make-coffee\n" in text


def test_without_a_choice_readings_are_as_they_were(course, handed_out):
    assert read(handed_out(), "exercises/README.md") == COURSE_README


def test_spanish_first_makes_the_spanish_reading_the_first_one(handed_out):
    out = handed_out("--first", "es")

    tea = out / "exercises" / "01_drinks" / "01_make_tea"
    assert read(tea, "README.md") == "# Haz té\n"
    assert read(tea, "README.en.md").startswith("# Make tea\n")
    assert not [name for name in names(out) if name.endswith("README.es.md")]
    assert read(out, "exercises/README.md") == "# El curso\n\n[English](README.en.md)\n"
    assert "*En español: [README.md](README.md).*" in read(out, "exercises/README.en.md")


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_first_language_is_that_of_the_feedback(handed_out, language):
    settings = read(handed_out("--first", language), "pytest.ini").splitlines()

    assert f"coro_lang = {language}" in settings


def test_without_a_first_language_it_is_that_of_each_student(handed_out):
    assert "# coro_lang = es" in read(handed_out(), "pytest.ini").splitlines()


def test_the_language_of_the_teacher_changes_nothing(handed_out, tmp_path):
    english = {name: read(tmp_path, "out", name) for name in names(handed_out())}
    (tmp_path / "out").rename(tmp_path / "english")

    out = handed_out(language="es")

    assert {name: read(out, name) for name in names(out)} == english


# What is said, and what is refused.


def test_export_says_what_it_did_and_what_to_type_next(course, run, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(HERE))
    monkeypatch.chdir(course.parent)

    assert run("export", "../out", "make-tea").output.splitlines() == [
        "1 exercise in 13 files written to ../out.",
        "",
        "Type next:",
        "  cd ../out",
        "  pytest",
    ]


def test_export_never_overwrites(course, run, tmp_path):
    run("export", str(tmp_path / "out"))
    mine = tmp_path / "out" / "README.md"
    mine.write_text("mine")

    found = run("export", str(tmp_path / "out"), language="es")

    assert "Se conserva como estaba, porque ya estaba ahí:\n  README.md\n" in found.output
    assert mine.read_text() == "mine"


def test_export_says_what_an_exercise_builds_on(course, run, tmp_path):
    toml = course / "01_drinks" / "02_make_coffee" / "exercise.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace("concepts", 'requires = ["make-tea"]\nconcepts'), "utf-8")

    found = run("export", str(tmp_path / "out"), "make-coffee")

    assert "1.2 Make coffee builds on make-tea, which is not in it." in found.output


def test_an_unknown_name_is_a_usage_error_and_writes_nothing(course, run, tmp_path):
    found = run("export", str(tmp_path / "out"), "make-te")

    assert (found.exit_code, "there is make-tea" in found.output) == (2, True)
    assert not (tmp_path / "out").exists()


def test_a_handout_inside_of_the_course_is_refused(course, run):
    found = run("export", "exercises/out")

    assert (found.exit_code, "is inside of the course" in found.output) == (1, True)


def test_a_file_in_the_way_is_said(course, run, tmp_path):
    (tmp_path / "taken").write_text("")

    found = run("export", str(tmp_path / "taken"))

    assert found.exit_code == 1
    assert len(found.output.splitlines()) == 1


# Where it arrives.


@pytest.mark.parametrize(
    ("options", "told", "reading"),
    [
        ([], "0 of 2 exercises done", "README.md"),
        (["--first", "es"], "0 de 2 ejercicios hechos", "README.md"),
        (["--first", "es", "--lang", "en"], "0 de 2 ejercicios hechos", "README.md"),
    ],
)
def test_the_handout_works_in_a_fresh_folder(run, tmp_path, options, told, reading):
    run("export", "out", "greet-all", "3.2", *options)
    environ = {"PATH": os.defpath, "HOME": str(tmp_path), "LANG": "en_GB.UTF-8"}

    def output(program, *arguments):
        command = [str(HERE / program), *arguments]
        ended = subprocess.run(
            command, cwd=tmp_path / "out", env=environ, capture_output=True, text=True, check=False
        )
        return ended.returncode, ended.stdout

    code, screen = output("pytest")
    assert (code, told in screen) == (1, True)
    assert f"exercises/03_coroutines_and_tasks/01_greet_all/{reading}\n" in screen
    assert output("coro-lessons", "list")[0] == 0
    assert output("coro-lessons", "show")[0] == 0
    assert output("coro-lessons", "doctor")[0] == 0
