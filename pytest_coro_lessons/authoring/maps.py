"""The map of a course in its readings: every lesson and exercise, with points.

It stands between the lines ``<!-- map -->`` and ``<!-- end of map -->``, and is written by
``coro-lessons check --draw``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pytest_coro_lessons.authoring.findings import Finding
from pytest_coro_lessons.authoring.places import text_of
from pytest_coro_lessons.authoring.readings import READINGS
from pytest_coro_lessons.lessons import find_lessons
from pytest_coro_lessons.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pytest_coro_lessons.lessons import Exercise, Lesson

_MAP = re.compile(r"^<!-- map -->\n(?P<drawn>.*?)^<!-- end of map -->$", re.DOTALL | re.MULTILINE)


def map_is_fresh(lessons: Sequence[Lesson]) -> Iterator[Finding]:
    """Yield each reading of the course whose map shows another course than there is."""
    for folder in {lesson.folder.parent for lesson in lessons}:
        for language, name in READINGS.items():
            found = _MAP.search(text_of(folder / name)) if (folder / name).is_file() else None
            if found is not None and found["drawn"] != _drawn(lessons, language):
                line = found.string.count("\n", 0, found.start()) + 1
                yield Finding("map-stale", folder / name, line)


def with_map(file: Path, text: str) -> str:
    """The text of a reading with its map drawn anew, if it has one."""
    found = _MAP.search(text)
    if found is None:
        return text
    language = next(code for code, name in READINGS.items() if name == file.name)
    drawn = _drawn(find_lessons(file.parent), language)
    return text[: found.start("drawn")] + drawn + text[found.end("drawn") :]


def _drawn(lessons: Sequence[Lesson], language: str) -> str:
    texts = Texts(__package__, language)
    exercises = [exercise for lesson in lessons for exercise in lesson.exercises]
    points = sum(exercise.info.max_points for exercise in exercises)
    rows = [row for lesson in lessons for row in _rows(lesson, language)]
    summary = texts("map.summary", lessons=len(lessons), exercises=len(exercises), points=points)
    return "\n".join(["", summary, "", texts("map.header"), "|---|---|---|", *rows, "", ""])


def _rows(lesson: Lesson, language: str) -> Iterator[str]:
    number = lesson.folder.name.partition("_")[0].lstrip("0")
    title = f"{number}. {lesson.info.title.in_language(language)}"
    first = f"[{title}]({lesson.folder.name}/{READINGS[language]})"
    for exercise in lesson.exercises:
        yield f"| {first} | {_named(exercise, language)} | {exercise.info.max_points} |"
        first = ""


def _named(exercise: Exercise, language: str) -> str:
    place = f"{exercise.folder.parent.name}/{exercise.folder.name}/{READINGS[language]}"
    return f"{exercise.number} [{exercise.info.title.in_language(language)}]({place})"


PROMISES = (map_is_fresh,)
