"""Promises about files: all that belong to an exercise, a lesson and a course, and no others."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pytest_coro_lessons.authoring.findings import Finding
from pytest_coro_lessons.authoring.places import in_info, in_lesson_info

if TYPE_CHECKING:
    from collections.abc import Iterator, Set
    from pathlib import Path

    from pytest_coro_lessons.lessons import Exercise, Lesson

NEEDED = ("README.md", "README.es.md", "exercise.py", "test_exercise.py", "reference/solution.py")
_ALLOWED = {*NEEDED, "exercise.toml"}
_OTHER_ANSWER = re.compile(r"reference/(also_right|wrong)_\w+\.py")
_READINGS = {"README.md", "README.es.md"}
_LEFT_BY_PYTHON = {"__pycache__", ".pytest_cache", ".ruff_cache"}


def needed_files_are_there(exercise: Exercise) -> Iterator[Finding]:
    for name in NEEDED:
        if not (exercise.folder / name).is_file():
            yield Finding("missing-file", exercise.folder / name, facts={"name": name})
    for number, name in enumerate(exercise.info.files):
        if not (exercise.folder / name).exists():
            yield in_info("missing-extra", exercise, "files", number, name=name)


def no_other_files_are_there(exercise: Exercise) -> Iterator[Finding]:
    extra = {PurePosixPath(name).parts[0] for name in exercise.info.files}
    for name in _names(exercise):
        known = name in _ALLOWED or _OTHER_ANSWER.fullmatch(name)
        if not known and PurePosixPath(name).parts[0] not in extra:
            yield Finding("unlisted-file", exercise.folder / name, facts={"name": name})


def lesson_holds_what_it_names(lesson: Lesson) -> Iterator[Finding]:
    named = lesson.info.files
    for number, name in enumerate(named):
        if not (lesson.folder / name).exists():
            yield in_lesson_info("missing-extra", lesson, "files", number, name=name)
    known = {"lesson.toml", *_READINGS, *(PurePosixPath(name).parts[0] for name in named)}
    yield from _others(lesson.folder, known, "exercise.toml", ("not-an-exercise", "of-no-exercise"))


def course_holds_lessons(root: Path) -> Iterator[Finding]:
    # pytest reads a conftest.py wherever it is.
    known = {*_READINGS, "conftest.py"}
    yield from _others(root, known, "lesson.toml", ("not-a-lesson", "of-no-lesson"))


def _others(
    folder: Path, known: Set[str], of_part: str, rules: tuple[str, str]
) -> Iterator[Finding]:
    """Yield the folders that are no part, for they lack its file, and the files nobody named."""
    of_folders, of_files = rules
    for path in sorted(folder.iterdir()):
        if path.name in known or path.name in _LEFT_BY_PYTHON or path.name.startswith("."):
            continue
        if path.is_file():
            yield Finding(of_files, path, facts={"name": path.name})
        elif not (path / of_part).is_file() and any(path.iterdir()):
            yield Finding(of_folders, path, facts={"name": path.name})


def wrong_answers_are_declared(exercise: Exercise) -> Iterator[Finding]:
    declared = [answer.file for answer in exercise.info.wrong_answers]
    for file in sorted((exercise.folder / "reference").glob("wrong_*.py")):
        name = f"reference/{file.name}"
        if name not in declared:
            yield Finding("undeclared-answer", file, facts={"name": name})
    for number, name in enumerate(declared):
        if not (exercise.folder / name).is_file():
            yield in_info("missing-answer", exercise, "wrong_answers", number, "file", name=name)
        elif not re.fullmatch(r"reference/wrong_\w+\.py", name) or name in declared[:number]:
            yield in_info("misnamed-answer", exercise, "wrong_answers", number, "file", name=name)
    if not declared:
        yield Finding("no-wrong-answer", exercise.folder / "exercise.toml")


def _names(exercise: Exercise) -> list[str]:
    folder = exercise.folder
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not _LEFT_BY_PYTHON.intersection(path.parts)
    )


PROMISES = (needed_files_are_there, no_other_files_are_there, wrong_answers_are_declared)
