"""Promises of the progress file: its form, and its schema."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import pytest_coro_lessons.progress
from pytest_coro_lessons.lessons import Lesson
from pytest_coro_lessons.progress.document import progress_json, progress_schema
from pytest_coro_lessons.progress.store import Progress

from .test_progress import LATE, keep, make_exercise

PACKAGE = Path(pytest_coro_lessons.progress.__file__).parent


@pytest.fixture
def document(tmp_path):
    """The document of a learner who solved one of two exercises."""
    lesson = tmp_path / "exercises" / "01_drinks"
    tea = make_exercise(lesson / "02_make_tea")
    coffee = make_exercise(lesson / "03_coffee", id_="coffee")
    keep(tea, "passed", answer="x = 2\n")
    keep(coffee, "failed", LATE, answer="x = 3\n")
    lessons = [Lesson(lesson, tea.lesson, (tea, coffee))]
    with Progress(tmp_path) as progress:
        progress.hint_seen("coffee", 1)
        return json.loads(progress_json(lessons, progress, coffee))


def test_the_document_says_where_the_learner_is(document):
    assert document["schema"] == "coro-lessons/progress/v1"
    assert (document["current"], document["points"], document["max_points"]) == ("coffee", 5, 10)
    assert [one["solved"] for one in document["days"]] == [1]


def test_an_exercise_has_ids_state_and_what_was_asked_for(document):
    coffee = document["exercises"][1]

    assert (coffee["id"], coffee["lesson"], coffee["number"]) == ("coffee", "drinks", "1.3")
    assert (coffee["folder"], coffee["state"]) == ("exercises/01_drinks/03_coffee", "failed")
    assert (coffee["code"], coffee["hints"], coffee["solved_at"]) == ("CL101", 1, None)


def test_the_schema_in_the_package_is_fresh_and_fits(document, request):
    file = PACKAGE / "progress-v1.schema.json"
    if request.config.getoption("--update-goldens", default=False):
        file.write_bytes(progress_schema())

    assert file.read_bytes() == progress_schema(), "to refresh it: pytest tests --update-goldens"
    Draft202012Validator(json.loads(file.read_bytes())).validate(document)
