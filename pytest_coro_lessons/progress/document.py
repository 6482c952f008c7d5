"""Progress as JSON, ``coro-lessons/progress/v1``: for editors, web pages and teachers' scripts.

Rule: as for results, a field is never renamed, removed or given another meaning within v1.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from pytest_coro_lessons.lessons import Text
from pytest_coro_lessons.progress.history import by_day
from pytest_coro_lessons.progress.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pytest_coro_lessons.lessons import Exercise, Lesson
    from pytest_coro_lessons.progress.store import Progress

SCHEMA = "coro-lessons/progress/v1"


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An object of the file."""


class ProgressExercise(_Record, frozen=True):
    """An exercise: `changed` if its file is another one than when its tests last ran."""

    id: str
    lesson: str
    number: str
    title: Text
    folder: str
    state: State
    changed: bool
    points: int
    max_points: int
    attempts: int
    last_at: datetime | None
    solved_at: datetime | None
    code: str | None
    hints: int
    gave_up: bool


class ProgressDay(_Record, frozen=True):
    """A day on which something was tried, and where the learner stood in the evening."""

    date: date
    attempts: int
    points: int
    solved: int


class ProgressDocument(_Record, frozen=True, tag_field="schema", tag=SCHEMA):
    """How far a learner is; `current` is the exercise to do now, null when all are done."""

    current: str | None
    points: int
    max_points: int
    exercises: list[ProgressExercise]
    days: list[ProgressDay]


def progress_json(lessons: Iterable[Lesson], progress: Progress, current: Exercise | None) -> bytes:
    """Describe the progress in these lessons, with folders relative to the course."""
    exercises = [
        _exercise(exercise, progress) for lesson in lessons for exercise in lesson.exercises
    ]
    document = ProgressDocument(
        current=None if current is None else current.id,
        points=sum(exercise.points for exercise in exercises),
        max_points=sum(exercise.max_points for exercise in exercises),
        exercises=exercises,
        days=[
            ProgressDay(day.date, day.attempts, day.points, day.solved)
            for day in by_day(progress.attempts())
        ],
    )
    return _readable(msgspec.json.encode(document))


def progress_schema() -> bytes:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **msgspec.json.schema(ProgressDocument),
    }
    return _readable(msgspec.json.encode(schema))


def _exercise(exercise: Exercise, progress: Progress) -> ProgressExercise:
    found = progress.of(exercise)
    return ProgressExercise(
        id=exercise.id,
        lesson=exercise.lesson.id,
        number=exercise.number,
        title=exercise.info.title,
        folder=_relative(exercise.folder, progress.home),
        state=found.state,
        changed=found.changed,
        points=found.points,
        max_points=exercise.info.max_points,
        attempts=found.attempts,
        last_at=None if found.last is None else found.last.last_at,
        solved_at=found.solved_at,
        code=None if found.last is None else found.last.code,
        hints=found.hints,
        gave_up=found.gave_up,
    )


def _relative(folder: Path, home: Path) -> str:
    return (folder.relative_to(home) if folder.is_relative_to(home) else folder).as_posix()


def _readable(json: bytes) -> bytes:
    return msgspec.json.format(json, indent=2) + b"\n"
