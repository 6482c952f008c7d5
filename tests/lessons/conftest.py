"""Every exercise folder, its answers, and what the plugin says of each of them.

What an author is told by `coro-lessons check` is held here of our own course, promise by promise.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pytest_coro_lessons.authoring.answers import handed_in
from pytest_coro_lessons.authoring.checking import (
    OF_COURSES,
    OF_EXERCISES,
    OF_FOLDERS,
    grade_answers,
)
from pytest_coro_lessons.lessons import find_lessons

if TYPE_CHECKING:
    from pytest_coro_lessons.authoring.runs import Found

ROOT = Path(__file__).resolve().parents[2]
LESSONS = find_lessons(ROOT / "exercises")
EXERCISES = [exercise for lesson in LESSONS for exercise in lesson.exercises]
ANSWERS = [answer for exercise in EXERCISES for answer in handed_in(exercise)]
PROCESSES = 2


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    folders = [
        (str(folder.relative_to(ROOT)), folder)
        for lesson in LESSONS
        for folder in (lesson.folder, *(exercise.folder for exercise in lesson.exercises))
    ]
    folders += [("project", ROOT), ("exercises", ROOT / "exercises")]
    folders += [("course", ROOT / "pytest_coro_lessons" / "course")]
    cases = {
        "lesson": [(lesson.folder.name, lesson) for lesson in LESSONS],
        "subject": [(exercise.id, exercise) for exercise in EXERCISES],
        "answer": [(f"{one.exercise.id}-{one.file.stem}", one) for one in ANSWERS],
        "readable": folders,
        "promise": [(promise.__name__, promise) for promise in OF_EXERCISES],
        "promise_of_readings": [(promise.__name__, promise) for promise in OF_FOLDERS],
        "promise_of_courses": [(promise.__name__, promise) for promise in OF_COURSES],
    }
    for name in metafunc.fixturenames:
        if name in cases:
            ids, values = zip(*cases[name], strict=True)
            metafunc.parametrize(name, values, ids=ids)


@pytest.fixture(scope="session")
def graded() -> dict[Path, Found]:
    """What is found about each answer; all of them are graded when the first one is asked for."""
    return {answer.file: found for answer, found in grade_answers(ANSWERS, PROCESSES)}
