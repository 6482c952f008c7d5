"""Promises of `new`: what it makes keeps all promises but its TODOs, and nothing is overwritten."""

import keyword

import pytest

from pytest_coro_lessons.authoring.checking import check
from pytest_coro_lessons.authoring.course import read_course
from pytest_coro_lessons.diagnostics import LANGUAGES
from pytest_coro_lessons.lessons import find_lessons

PATIENT = 60.0


@pytest.fixture(autouse=True)
def on_path(monkeypatch):
    monkeypatch.setattr("pytest_coro_lessons.commands.new.typed", lambda name, _: name)


@pytest.fixture
def course(run, tmp_path):
    """A course with one lesson in it."""
    assert run("new", "lesson", "hot-drinks").exit_code == 0
    return tmp_path / "exercises"


def everything_in(folder):
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["new lesson", "new exercise"])
def test_help(run, golden, command, language):
    found = run(*command.split(), "--help", language=language)

    golden(f"help/{command.replace(' ', '-')}.{language}.txt", found.output)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_made_is_listed_with_what_to_type_next(run, golden, language):
    lesson = run("new", "lesson", "hot-drinks", language=language)
    exercise = run("new", "exercise", "hot-drinks/make-tea", language=language)

    assert (lesson.exit_code, exercise.exit_code) == (0, 0)
    golden(f"new.{language}.txt", f"{lesson.output}\n{exercise.output}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_made_keeps_all_promises_but_its_todos(run, course, language):
    run("new", "exercise", "hot-drinks/make-tea", language=language)
    run("new", "exercise", "hot-drinks/lambda", language=language)

    report = check(read_course(course), course, jobs=2, budget=PATIENT)

    assert {one.rule for one in report.findings} == {"todo-left"}
    assert (report.exercises, report.answers) == (2, 6)


def test_every_file_that_is_the_authors_to_write_has_a_todo(run, course):
    run("new", "exercise", "hot-drinks/make-tea")

    files = [file for file in course.rglob("*") if file.is_file()]
    assert [file.name for file in files if b"TODO" not in file.read_bytes()] == []


def test_new_folders_come_last(run, course):
    run("new", "exercise", "hot-drinks/make-tea")
    run("new", "exercise", "hot-drinks/make-coffee")
    run("new", "lesson", "cold_drinks")

    hot, cold = find_lessons(course)

    assert [one.folder.name for one in hot.exercises] == ["01_make_tea", "02_make_coffee"]
    assert [one.id for one in hot.exercises] == ["make-tea", "make-coffee"]
    assert (cold.folder.name, cold.info.id) == ("02_cold_drinks", "cold-drinks")


def test_a_place_can_be_chosen(run, course):
    run("new", "exercise", "hot-drinks/make-tea", "--number", "7")

    (lesson,) = find_lessons(course)
    assert lesson.exercises[0].number == "1.7"


@pytest.mark.parametrize("name", ["hot-drinks", "hot_drinks", "01_hot_drinks", "1"])
def test_a_lesson_has_many_names(run, course, name):
    assert run("new", "exercise", f"{name}/make-tea").exit_code == 0
    assert run("new", "exercise", f"exercises/{name}/make-coffee").exit_code == 0


def test_a_slug_that_is_a_word_of_python_makes_a_function_all_the_same(run, course):
    run("new", "exercise", "hot-drinks/await")

    (stub,) = course.glob("*/01_await/exercise.py")
    assert keyword.iskeyword("await")
    assert "async def await_(work" in stub.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["lesson", "hot-drinks"], "there is hot-drinks already: exercises/01_hot_drinks"),
        (["lesson", "cold-drinks", "--number", "1"], "the number 1 is that of exercises/01_hot"),
        (["lesson", "Hot drinks"], "Hot drinks is no name"),
        (["lesson", "../hot"], "../hot is no name"),
        (["lesson", "a" * 41], "is no name: use lower-case letters"),
        (["exercise", "hot-drinks/make-tea"], "there is make-tea already"),
        (["exercise", "1/make-coffee", "--number=1"], "the number 1 is that of exercises/01_hot"),
        (["exercise", "hot-drinks/té"], "té is no name"),
        (["exercise", "make-coffee"], "say the lesson as well, as in my-lesson/make-coffee"),
        (["exercise", "cold-drinks/make-juice"], "there is no lesson cold-drinks; there is hot"),
    ],
)
def test_what_cannot_be_made_is_told_and_nothing_is_written(run, course, words, reason):
    run("new", "exercise", "hot-drinks/make-tea")
    before = everything_in(course)

    found = run("new", *words)

    assert (found.exit_code, reason in found.output) == (1, True)
    assert everything_in(course) == before


def test_a_folder_that_is_there_is_left_alone(run, course):
    begun = course / "01_hot_drinks" / "01_make_tea"
    begun.mkdir()
    (begun / "notes.txt").write_text("mine", encoding="utf-8")

    found = run("new", "exercise", "hot-drinks/make-tea")

    assert found.exit_code == 1
    assert [file.name for file in begun.iterdir()] == ["notes.txt"]


def test_a_first_lesson_brings_settings_for_pytest_where_there_are_none(run, tmp_path):
    assert "  pytest.ini\n" in run("new", "lesson", "hot-drinks").output

    (tmp_path / "pytest.ini").write_text("[pytest]\n# mine\n", encoding="utf-8")
    run("new", "lesson", "cold-drinks")

    assert (tmp_path / "pytest.ini").read_text(encoding="utf-8") == "[pytest]\n# mine\n"


def test_an_exercise_needs_a_course(run):
    found = run("new", "exercise", "hot-drinks/make-tea")

    assert (found.exit_code, "there is no course in" in found.output) == (1, True)
