"""Where the lessons and exercises are.

Rule: the folder number gives the order and nothing else; ids come from the TOML files.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from pytest_coro_lessons.lessons.model import (
    ExerciseInfo,
    LessonInfo,
    Text,
    read_exercise_info,
    read_lesson_info,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

EXERCISE_FILE = "exercise.toml"
LESSON_FILE = "lesson.toml"
ANSWER_FILE = "exercise.py"

_NUMBERED = re.compile(r"(?P<number>\d+)_(?P<slug>.+)")


class Exercise(Struct, frozen=True):
    """An exercise folder and what its ``exercise.toml`` says."""

    folder: Path
    lesson: LessonInfo
    info: ExerciseInfo

    @property
    def id(self) -> str:
        return self.info.id

    @property
    def slug(self) -> str:
        """The folder's name without its number."""
        return _split(self.folder)[1]

    @property
    def number(self) -> str:
        """Lesson and exercise number as people say it, ``3.2``; empty without folder numbers."""
        numbers = [_split(folder)[0] for folder in (self.folder.parent, self.folder)]
        return "" if None in numbers else "{}.{}".format(*numbers)

    @property
    def answer_file(self) -> Path:
        """The file that the learner edits."""
        return self.folder / ANSWER_FILE


class Lesson(Struct, frozen=True):
    """A lesson folder, what its ``lesson.toml`` says, and its exercises in order."""

    folder: Path
    info: LessonInfo
    exercises: tuple[Exercise, ...]

    @property
    def max_points(self) -> int:
        return sum(exercise.info.max_points for exercise in self.exercises)


def find_exercise(folder: Path) -> Exercise | None:
    """Read the exercise in ``folder``; None if the folder is not an exercise.

    Raises:
        LessonError: if its TOML file, or its lesson's, is not as it must be.
    """
    file = folder / EXERCISE_FILE
    if not file.is_file():
        return None
    return Exercise(folder, _lesson_info(folder.parent), read_exercise_info(file))


def find_lessons(root: Path) -> tuple[Lesson, ...]:
    """Read all lessons in ``root``, ordered by folder number.

    Raises:
        LessonError: if a TOML file is not as it must be.
    """
    return tuple(_read_lessons(root))


def packaged_exercises() -> Path | None:
    """The folder with the course that belongs to this package, if it is there.

    An installed wheel has it inside the package; a checkout has it beside the package.
    """
    package = Path(__file__).resolve().parent.parent
    candidates = (package / "course" / "exercises", package.parent / "exercises")
    return next((folder for folder in candidates if lesson_folders(folder)), None)


def find_course(start: Path) -> Path | None:
    """The nearest ``exercises`` folder with lessons in it, from ``start`` upwards."""
    for folder in (start, *start.parents):
        for candidate in (folder, folder / "exercises"):
            if candidate.name == "exercises" and lesson_folders(candidate):
                return candidate
    return None


def lesson_folders(root: Path) -> list[Path]:
    """The lessons' folders in ``root``, in order; what their files say is not looked at."""
    return [folder for folder in _subfolders(root) if (folder / LESSON_FILE).is_file()]


def exercise_folders(lesson: Path) -> list[Path]:
    """The exercises' folders in a lesson's, in order; what their files say is not looked at."""
    return [folder for folder in _subfolders(lesson) if (folder / EXERCISE_FILE).is_file()]


def _read_lessons(root: Path) -> Iterator[Lesson]:
    for folder in lesson_folders(root):
        exercises = (find_exercise(child) for child in exercise_folders(folder))
        found = tuple(exercise for exercise in exercises if exercise is not None)
        yield Lesson(folder, _lesson_info(folder), found)


def _lesson_info(folder: Path) -> LessonInfo:
    file = folder / LESSON_FILE
    if file.is_file():
        return read_lesson_info(file)
    # A teacher's exercise may stand alone, outside of any lesson.
    slug = re.sub(r"[^a-z0-9]+", "-", _split(folder)[1].lower()).strip("-") or "lesson"
    name = slug.replace("-", " ").capitalize()
    return LessonInfo(id=slug, title=Text(en=name, es=name))


def _subfolders(root: Path) -> list[Path]:
    if not root.is_dir():
        return []
    folders = (child for child in root.iterdir() if child.is_dir())
    return sorted((folder for folder in folders if folder.name[0] not in "._"), key=_sort_key)


def _sort_key(folder: Path) -> tuple[bool, int, str]:
    number, slug = _split(folder)
    return (number is None, number or 0, slug)


def _split(folder: Path) -> tuple[int | None, str]:
    found = _NUMBERED.fullmatch(folder.name)
    return (int(found["number"]), found["slug"]) if found else (None, folder.name)
