"""Promises about the exercises of a course taken together: their ids, and what they require."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_coro_lessons.authoring.findings import Finding
from pytest_coro_lessons.authoring.places import in_info, text_of
from pytest_coro_lessons.lessons import line_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_coro_lessons.lessons import Exercise, Lesson


def ids_are_unique(lessons: Sequence[Lesson]) -> Iterator[Finding]:
    of_lessons: dict[str, Lesson] = {}
    for lesson in lessons:
        first = of_lessons.setdefault(lesson.info.id, lesson)
        if first is not lesson:
            file = lesson.folder / "lesson.toml"
            facts = {"id": lesson.info.id, "other": first.folder.name}
            yield Finding("same-id", file, line_of(text_of(file), ["id"]), facts)
    seen: dict[str, Exercise] = {}
    for exercise in _exercises(lessons):
        twin = seen.setdefault(exercise.id, exercise)
        if twin is not exercise:
            other = f"{twin.folder.parent.name}/{twin.folder.name}"
            yield in_info("same-id", exercise, "id", id=exercise.id, other=other)


def requirements_come_earlier(lessons: Sequence[Lesson]) -> Iterator[Finding]:
    """Yield what an exercise requires that comes later or never; so there are no cycles either."""
    known = {exercise.id for exercise in _exercises(lessons)}
    earlier: set[str] = set()
    for exercise in _exercises(lessons):
        for number, needed in enumerate(exercise.info.requires):
            if needed not in earlier:
                rule = "requires-later" if needed in known else "requires-unknown"
                yield in_info(rule, exercise, "requires", number, id=needed)
        earlier.add(exercise.id)


def _exercises(lessons: Sequence[Lesson]) -> Iterator[Exercise]:
    for lesson in lessons:
        yield from lesson.exercises


PROMISES = (ids_are_unique, requirements_come_earlier)
