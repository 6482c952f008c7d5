"""Promises of the JSON files: their form, their schemas, and that they are always whole."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import pytest_coro_lessons
from pytest_coro_lessons.diagnostics import Diagnostic
from pytest_coro_lessons.grading import Outcome, grade, results
from pytest_coro_lessons.lessons import Exercise, ExerciseInfo, Lesson, LessonInfo, Step, Text
from pytest_coro_lessons.reports.course import course_json, course_schema
from pytest_coro_lessons.reports.files import obstacle, write_whole
from pytest_coro_lessons.reports.results_file import results_json, results_schema

ROOT = Path("/course")
SCHEMAS = Path(pytest_coro_lessons.__file__).parent / "reports"
TEA = Text(en="Tea", es="Té")
STEP = Step(id="boil", title=TEA, tests=("test_boils",), points=5)
LESSON = LessonInfo(id="drinks", title=TEA)
EXERCISE = Exercise(
    folder=ROOT / "1_drinks" / "2_make_tea",
    lesson=LESSON,
    info=ExerciseInfo(id="make-tea", title=TEA, steps=(STEP,), hints=(TEA, TEA, TEA)),
)
A_LESSON = Lesson(ROOT / "1_drinks", LESSON, (EXERCISE,))
FOUND = Diagnostic(
    "CL101", {"actual": 6.0, "expected": 3.0}, str(EXERCISE.answer_file), 7
)  # fmt: skip


def one_failed():
    return results([grade(EXERCISE, [Outcome("test_boils", "failed", (FOUND,), 6.0)])], ROOT)


def test_results_have_exactly_the_documented_form():
    assert json.loads(results_json(one_failed())) == {
        "schema": "coro-lessons/results/v1",
        "score": 0,
        "max_score": 5,
        "exercises": [
            {
                "id": "make-tea",
                "lesson": "drinks",
                "slug": "make_tea",
                "status": "failed",
                "points": 0,
                "max_points": 5,
                "checks": [
                    {
                        "id": "boil",
                        "status": "failed",
                        "points": 0,
                        "max_points": 5,
                        "virtual_seconds": 6.0,
                        "diagnostics": [
                            {
                                "code": "CL101",
                                "facts": {"actual": 6.0, "expected": 3.0},
                                "file": "1_drinks/2_make_tea/exercise.py",
                                "line": 7,
                            }
                        ],
                    }
                ],
            }
        ],
    }


def test_the_score_is_the_sum_of_the_points():
    passed = grade(EXERCISE, [Outcome("test_boils", "passed")])

    found = results([passed, passed], ROOT)

    assert (found.score, found.max_score) == (10, 10)


def test_a_file_outside_the_root_keeps_its_full_path():
    elsewhere = Diagnostic("CL902", {}, "/elsewhere/exercise.py")
    outcome = grade(EXERCISE, [Outcome("test_boils", "failed", (elsewhere,))])

    (check,) = results([outcome], ROOT).exercises[0].checks
    assert check.diagnostics[0].file == "/elsewhere/exercise.py"


@pytest.mark.parametrize(
    ("name", "schema", "example"),
    [
        ("results-v1", results_schema, lambda: results_json(one_failed())),
        (
            "course-v1",
            course_schema,
            lambda: course_json([Lesson(ROOT, LESSON, (EXERCISE,))], ROOT),
        ),
    ],
)
def test_the_schema_in_the_package_is_fresh_and_fits(request, name, schema, example):
    file = SCHEMAS / f"{name}.schema.json"
    if request.config.getoption("--update-goldens", default=False):
        file.write_bytes(schema())

    assert file.read_bytes() == schema(), "to refresh it: pytest tests --update-goldens"
    validator = Draft202012Validator(json.loads(file.read_bytes()))
    Draft202012Validator.check_schema(validator.schema)
    validator.validate(json.loads(example()))


def test_the_schema_refuses_a_status_that_does_not_exist():
    found = json.loads(results_json(one_failed()))
    found["exercises"][0]["status"] = "skipped"

    validator = Draft202012Validator(json.loads(results_schema()))
    assert [error.json_path for error in validator.iter_errors(found)] == ["$.exercises[0].status"]


def test_a_course_is_told_in_all_languages():
    course = json.loads(course_json([A_LESSON], ROOT))

    (lesson,) = course["lessons"]
    assert (course["schema"], lesson["title"]) == (
        "coro-lessons/course/v1", {"en": "Tea", "es": "Té"},
    )  # fmt: skip
    assert lesson["exercises"][0]["folder"] == "1_drinks/2_make_tea"


def test_the_folder_of_a_file_is_made(tmp_path):
    file = tmp_path / "out" / "results.json"

    write_whole(file, b"all of it")

    assert file.read_bytes() == b"all of it"
    assert list(file.parent.iterdir()) == [file]


def test_a_cut_off_write_leaves_the_file_that_was_there(tmp_path, monkeypatch):
    file = tmp_path / "results.json"
    file.write_text("before")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))

    with pytest.raises(OSError, match="disk full"):
        write_whole(file, b"all of it")

    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_in_the_way_of_a_file_is_said(tmp_path):
    (tmp_path / "a_file").write_text("")

    assert obstacle(tmp_path) == f"{tmp_path} is a folder"
    assert obstacle(tmp_path / "a_file" / "x" / "y") == f"{tmp_path / 'a_file'} is not a folder"
    assert obstacle(tmp_path / "new" / "folder" / "file") is None
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_closed_to_the_reader_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("os.access", lambda path, mode: False)

    assert obstacle(tmp_path / "file") == f"{tmp_path} cannot be written to"
