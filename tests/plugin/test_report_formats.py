"""Promises of ``--coro-report``: the formats say what the results say, whatever happens."""

import json

import pytest

from ..unit import format_readers

SLOW = "async def {name}(work):\n    await work()\n    return await work()\n"
RIGHT = "async def {name}(work):\n    return await work()\n"
PRINTS = "async def {name}(work):\n    print('Here.')\n    return await work() and 'milk'\n"
TWO_TESTS = """
from pytest_coro_lessons import result

async def test_second(exercise, world):
    result(await exercise.{name}(world.operation("work", returns="tea")), "tea")

async def test_first(exercise, world):
    result(await exercise.{name}(world.operation("work", returns="milk")), "milk")
"""
CLASSROOM = {
    "CLASSROOM": "asyncio",
    "ASSIGNMENT": "tea",
    "SUBMISSION_TAG": "submit/2026-11-22T16-00-00Z-a1b2c3d",
    "COMMIT_URL": "https://example.org/commit/a1b2c3d",
    "RELEASE_URL": "https://example.org/releases/tag/submit",
    "OWNER": "ana",
}
FILES = {
    "json": "results.json",
    "junit": "out/junit.xml",
    "gradescope": "out/gradescope.json",
    "classroom50": "out/result.json",
    "prairielearn": "out/prairielearn.json",
    "csv": "out/grades.csv",
}
OPTIONS = [f"--coro-report={name}={path}" for name, path in FILES.items()]


@pytest.fixture(autouse=True)
def classroom(monkeypatch):
    monkeypatch.delenv("CORO_LESSONS_STUDENT", raising=False)
    for name, value in CLASSROOM.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def some_of_each(course):
    course.exercise(RIGHT, at="01_make_tea")
    course.exercise(SLOW, at="02_make_coffee")
    course.exercise(PRINTS, at="03_make_soup")
    course.exercise(at="04_make_juice")
    course.exercise("def", at="05_make_cake")
    return course


@pytest.fixture
def read(pytester):
    """Read a format with its reader, which is not ours."""

    def read(name):
        reader = getattr(format_readers, f"read_{'own' if name == 'json' else name}")
        return reader((pytester.path / FILES[name]).read_bytes())

    return read


@pytest.fixture
def data(pytester):
    def data(name):
        return json.loads((pytester.path / FILES[name]).read_text(encoding="utf-8"))

    return data


@pytest.mark.parametrize("name", FILES)
def test_each_format_has_the_points_of_the_results(some_of_each, pytester, read, name):
    pytester.runpytest("exercises", "--coro-json=results.json", *OPTIONS[1:])

    assert read(name).total[:2] == read("json").total[:2] == (5, 25)


@pytest.mark.parametrize("name", ["junit", "gradescope", "classroom50"])
def test_formats_with_checks_have_each_check_of_the_results(some_of_each, pytester, read, name):
    pytester.runpytest("exercises", *OPTIONS)

    assert read(name).parts == read("json").parts
    assert len(read(name).parts) == 5


def test_the_formats_are_the_same_under_xdist(some_of_each, pytester, data):
    pytester.runpytest("exercises", *OPTIONS)
    alone = data("gradescope") | {"execution_time": 0}

    pytester.runpytest("exercises", "-n2", *OPTIONS)

    assert data("gradescope") | {"execution_time": 0} == alone


def test_exercism_reads_one_exercise(course, pytester):
    tests = ("test_first", "test_second")
    folder = course.exercise(RIGHT, tests=TWO_TESTS, names=tests)

    pytester.runpytest(folder, "--coro-report=exercism=results.json")

    read = format_readers.read_exercism((pytester.path / "results.json").read_bytes())
    assert (read.total.passed, list(read.parts)) == (True, ["1"])


def test_a_failure_is_told_with_its_drawing_and_what_was_printed(some_of_each, pytester, data):
    pytester.runpytest("exercises", *OPTIONS)

    _, slow, printing, *_ = data("gradescope")["tests"]
    assert "```text\n4 s, never more than 1 wait at once\n" in slow["output"]
    assert printing["output"].endswith("```text\nHere.\n```")
    assert printing["output"].startswith("CL601: ")


def test_the_words_are_in_the_language_of_the_run(some_of_each, pytester, data):
    pytester.runpytest("exercises", "--coro-lang=es", *OPTIONS)

    assert data("prairielearn")["message"] == "1 de 5 ejercicios hechos (5 de 25 puntos)"


def test_the_student_of_classroom_50_gets_a_page_with_the_first_failure(some_of_each, pytester):
    pytester.runpytest("exercises", *OPTIONS)

    page = (pytester.path / "out" / "release-body.md").read_text(encoding="utf-8")
    assert page.startswith("## Course report\n\n1 of 5 exercises done")
    assert "```mermaid\ngantt\n" in page


# A result for every check.


def test_a_test_file_that_cannot_be_collected_has_results(course, pytester, read, data):
    course.exercise(RIGHT, at="01_make_tea")
    folder = course.exercise(RIGHT, at="02_make_coffee")
    (folder / "test_exercise.py").write_text("import no_such_module\n", encoding="utf-8")

    ended = pytester.runpytest("exercises", *OPTIONS)

    assert ended.ret == pytest.ExitCode.INTERRUPTED
    assert read("gradescope").parts.keys() == {"make-tea/answer", "make-coffee/answer"}
    assert "no\\_such\\_module" in data("gradescope")["tests"][1]["output"]
    assert [one["status"] for one in data("json")["exercises"]] == ["not_started", "error"]


@pytest.mark.parametrize("options", [[], ["-n1"]])
def test_that_is_so_where_it_is_the_only_one(course, pytester, read, data, options):
    folder = course.exercise(RIGHT)
    (folder / "test_exercise.py").write_text("import no_such_module\n", encoding="utf-8")

    pytester.runpytest("exercises", *OPTIONS, *options)

    assert read("junit").parts == read("json").parts
    assert data("prairielearn")["gradable"] is False


def test_a_fault_of_the_test_is_told_where_it_was_found(course, pytester, data):
    tests = "async def test_returns_the_answer(exercise, no_such_fixture): ..."
    course.exercise(RIGHT, tests=tests)

    pytester.runpytest("exercises", *OPTIONS)

    (error,) = data("prairielearn")["format_errors"]
    assert error.startswith("The test itself could not judge the answer: ")


def test_a_process_that_is_killed_leaves_whole_files(course, pytester, read):
    course.exercise(RIGHT, at="01_make_tea")
    course.exercise("import os\nos._exit(9)\n", at="02_make_coffee")

    ended = pytester.runpytest_subprocess("exercises", *OPTIONS)

    assert ended.ret == 9
    assert read("gradescope").parts == read("json").parts
    assert read("gradescope").total[:2] == (5, 10)


def test_collecting_writes_nothing(some_of_each, pytester):
    pytester.runpytest("exercises", "--collect-only", *OPTIONS)

    assert not (pytester.path / "out").exists()


def test_a_run_without_exercises_writes_nothing(project):
    project.makepyfile("def test_nothing(): pass")

    assert project.runpytest(*OPTIONS).ret == 0
    assert not (project.path / "out").exists()


# Whose answers they are.


@pytest.fixture
def student_of(course, pytester):
    course.exercise(RIGHT)

    def student_of(*options):
        pytester.runpytest("exercises", "--coro-report=csv=grades.csv", *options)
        return (
            (pytester.path / "grades.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[3]
        )

    return student_of


def test_a_folder_of_answers_is_called_as_its_student(student_of, pytester):
    (pytester.path / "submissions" / "ana").mkdir(parents=True)

    assert student_of("--coro-answers=submissions/ana") == "ana"


def test_the_environment_may_name_the_student(student_of, monkeypatch):
    monkeypatch.setenv("CORO_LESSONS_STUDENT", "eva")

    assert student_of() == "eva"


def test_else_the_student_is_left_open(student_of):
    assert student_of() == ""


# What cannot be meant.


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (["gradescop=r.json"], "must be FORMAT=PATH, with FORMAT one of json, junit, *"),
        (["gradescope"], "must be FORMAT=PATH, with FORMAT one of *; got 'gradescope'"),
        (["gradescope="], "must be FORMAT=PATH, *; got 'gradescope='"),
        (["json=r", "csv=r"], "names a file that another format has; got 'csv=r'"),
        (["json=a_file.txt/r.json"], "cannot write there: *a_file.txt*; got 'json=a_file.txt/r*"),
    ],
)
def test_a_value_that_cannot_be_meant_is_said_in_one_line(course, pytester, values, message):
    course.exercise(RIGHT)
    pytester.makefile(".txt", a_file="")

    ended = pytester.runpytest("exercises", *(f"--coro-report={value}" for value in values))

    assert ended.ret == pytest.ExitCode.USAGE_ERROR
    ended.stderr.fnmatch_lines([f"ERROR: --coro-report {message}"])


def test_outside_of_classroom_50_its_format_says_what_is_missing(course, pytester, monkeypatch):
    course.exercise(RIGHT)
    monkeypatch.delenv("CLASSROOM")

    ended = pytester.runpytest("exercises", "--coro-report=classroom50=result.json")

    assert ended.ret == pytest.ExitCode.USAGE_ERROR
    message = (
        "ERROR: --coro-report needs CLASSROOM in the environment; got 'classroom50=result.json'"
    )
    ended.stderr.fnmatch_lines([message])


def test_a_file_that_turns_out_to_be_unwritable_costs_only_its_line(course, pytester):
    in_the_way = "import pathlib, shutil\nshutil.rmtree('out')\npathlib.Path('out').touch()\n"
    course.exercise(in_the_way + RIGHT)

    ended = pytester.runpytest("exercises", "--coro-report=csv=out/grades.csv")

    ended.assert_outcomes(passed=1)
    ended.stdout.fnmatch_lines(
        ["--coro-report csv=out/grades.csv: cannot write 'out/grades.csv':*"]
    )
    assert ended.ret == pytest.ExitCode.USAGE_ERROR
