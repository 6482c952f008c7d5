"""Promises about the files of an exercise: all that belong to it, and no others."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pytest_coro_lessons.authoring.findings import Finding
from pytest_coro_lessons.authoring.places import in_info

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_coro_lessons.lessons import Exercise

NEEDED = ("README.md", "README.es.md", "exercise.py", "test_exercise.py", "reference/solution.py")
_ALLOWED = {*NEEDED, "exercise.toml"}
_OTHER_ANSWER = re.compile(r"reference/(also_right|wrong)_\w+\.py")
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
