"""Promises of the JSON Schemas for editors: fresh, and of one mind with the model."""

import json
import tomllib
from importlib import resources

import pytest
from jsonschema import Draft7Validator

from pytest_coro_lessons.errors import LessonError
from pytest_coro_lessons.lessons import packaged_exercises, read_exercise_info
from pytest_coro_lessons.lessons.schema import exercise_schema, lesson_schema

from .test_lessons_model import EXERCISE, HINT, STEP, TITLE

SCHEMAS = {"exercise": exercise_schema, "lesson": lesson_schema}
COURSE = packaged_exercises()
FILES = sorted(
    file.relative_to(COURSE).as_posix() for name in SCHEMAS for file in COURSE.rglob(f"{name}.toml")
)


def packaged(name):
    return resources.files("pytest_coro_lessons.lessons") / f"{name}.schema.json"


def validator(name):
    return Draft7Validator(json.loads(packaged(name).read_bytes()))


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_in_the_package_is_fresh(request, name):
    file, fresh = packaged(name), SCHEMAS[name]()
    if request.config.getoption("--update-goldens", default=False):
        file.write_bytes(fresh)

    assert file.read_bytes() == fresh, "to refresh it: pytest tests --update-goldens"
    Draft7Validator.check_schema(json.loads(fresh))


@pytest.mark.parametrize("file", FILES)
def test_every_file_of_the_course_fits_its_schema(file):
    data = tomllib.loads((COURSE / file).read_text(encoding="utf-8"))

    validator(file.rpartition("/")[2].removesuffix(".toml")).validate(data)


EXPLORED = "points = 5\nexplore = {}\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "make-tea"\n', ""),
        ("make-tea", "make_tea"),
        (TITLE, 'title = "Tea"'),
        ('es = "Té"', 'fr = "Thé"'),
        (STEP, ""),
        ("points = 5", "points = 0"),
        ("points = 5", 'points = "5"'),
        ('["test_boils"]', "[]"),
        ('["test_boils"]', '["boils"]'),
        (HINT * 3, HINT),
        (HINT * 3, HINT * 4),
        (TITLE, f'{TITLE}\ndocs = ["docs.python.org"]'),
        ("points = 5", EXPLORED.replace("{}", '{ sweep = "all" }')),
        ("points = 5", EXPLORED.replace("{}", "{ schedules = -1 }")),
        ("points = 5", EXPLORED.replace("{}", "{ schedule = 4 }")),
    ],
)
def test_an_editor_marks_what_the_course_would_refuse(tmp_path, old, new):
    text = EXERCISE.replace(old, new, 1)
    file = tmp_path / "exercise.toml"
    file.write_text(text, encoding="utf-8")

    assert not validator("exercise").is_valid(tomllib.loads(text))
    with pytest.raises(LessonError):
        read_exercise_info(file)


@pytest.mark.parametrize("new", ["points = 5", EXPLORED, EXPLORED.replace("{}", "{ seed = 7 }")])
def test_an_editor_lets_pass_what_the_course_takes(tmp_path, new):
    text = EXERCISE.replace("points = 5", new, 1)
    file = tmp_path / "exercise.toml"
    file.write_text(text, encoding="utf-8")

    validator("exercise").validate(tomllib.loads(text))
    assert read_exercise_info(file).id == "make-tea"
