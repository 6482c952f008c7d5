"""A course as JSON, ``coro-lessons/course/v1``: for editors, web pages and teachers' scripts.

Rule: as for results, a field is never renamed, removed or given another meaning within v1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from pytest_coro_lessons.lessons import Text
from pytest_coro_lessons.reports._json import readable, schema_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pytest_coro_lessons.lessons import Exercise, Lesson

SCHEMA = "coro-lessons/course/v1"

# As pytest_coro_lessons.progress has it, which stands beside this package.
State: TypeAlias = Literal["not_started", "failed", "passed"]


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An object of the file."""


class CourseExercise(_Record, frozen=True):
    """An exercise; its points are those of its steps together, its state is the learner's."""

    id: str
    number: str
    title: Text
    points: int
    folder: str
    concepts: tuple[str, ...]
    requires: tuple[str, ...]
    state: State | None = None


class CourseLesson(_Record, frozen=True):
    """A lesson and its exercises, in their order."""

    id: str
    title: Text
    exercises: list[CourseExercise]


class Course(_Record, frozen=True, tag_field="schema", tag=SCHEMA):
    """All lessons of a course, in their order."""

    lessons: list[CourseLesson]


def course_json(
    lessons: Iterable[Lesson], root: Path, states: Mapping[str, State] | None = None
) -> bytes:
    """Describe the lessons, with folders relative to ``root``.

    Args:
        states: how far a learner is, by the ids of the exercises.
    """
    course = Course(
        lessons=[
            CourseLesson(
                id=lesson.info.id,
                title=lesson.info.title,
                exercises=[
                    _exercise(exercise, root, states or {}) for exercise in lesson.exercises
                ],
            )
            for lesson in lessons
        ]
    )
    return readable(msgspec.json.encode(course))


def course_schema() -> bytes:
    return schema_of(Course, SCHEMA)


def _exercise(exercise: Exercise, root: Path, states: Mapping[str, State]) -> CourseExercise:
    return CourseExercise(
        id=exercise.id,
        number=exercise.number,
        title=exercise.info.title,
        points=exercise.info.max_points,
        folder=exercise.folder.relative_to(root).as_posix(),
        concepts=exercise.info.concepts,
        requires=exercise.info.requires,
        state=states.get(exercise.id),
    )
