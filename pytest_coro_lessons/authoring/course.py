"""A course as an author has it: perhaps with mistakes, each of which is a finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_coro_lessons.authoring.findings import Finding, metadata_finding
from pytest_coro_lessons.errors import LessonError
from pytest_coro_lessons.lessons import (
    Exercise,
    Lesson,
    exercise_folders,
    find_exercise,
    lesson_folders,
    read_lesson_info,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Course:
    """What could be read of a course, and why the rest could not."""

    folder: Path
    lessons: tuple[Lesson, ...]
    findings: tuple[Finding, ...]

    @property
    def exercises(self) -> list[Exercise]:
        return [exercise for lesson in self.lessons for exercise in lesson.exercises]


def read_course(root: Path) -> Course:
    """Read all lessons in ``root``; what cannot be read is left out and found."""
    lessons, findings = [], []
    for folder in lesson_folders(root):
        try:
            info = read_lesson_info(folder / "lesson.toml")
        except LessonError as error:
            findings.append(metadata_finding(error))
            continue
        exercises = []
        for place in exercise_folders(folder):
            try:
                exercise = find_exercise(place)
            except LessonError as error:
                findings.append(metadata_finding(error))
            else:
                exercises += [] if exercise is None else [exercise]
        lessons.append(Lesson(folder, info, tuple(exercises)))
    return Course(root, tuple(lessons), tuple(findings))


def within(lessons: Sequence[Lesson], path: Path) -> tuple[list[Lesson], list[Exercise]]:
    """The lessons and the exercises whose folders are in ``path``, or around it."""
    chosen = [lesson for lesson in lessons if lesson.folder.is_relative_to(path)]
    exercises = [
        exercise
        for lesson in lessons
        for exercise in lesson.exercises
        if exercise.folder.is_relative_to(path) or path.is_relative_to(exercise.folder)
    ]
    return chosen, exercises


def only(lesson: Lesson, exercises: Sequence[Exercise]) -> Lesson:
    """The lesson with only these of its exercises."""
    return replace(lesson, exercises=tuple(one for one in lesson.exercises if one in exercises))
