"""Promises about the stub, the solution and the test, as they are written."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from pytest_coro_lessons.authoring.findings import Finding
from pytest_coro_lessons.authoring.places import in_info, line_at, text_of, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_coro_lessons.lessons import Exercise

_TODO = re.compile(r"\bTODO\b")


def files_are_python(exercise: Exercise) -> Iterator[Finding]:
    for file in sorted([*exercise.folder.glob("*.py"), *_answers(exercise)]):
        try:
            tree_of(file)
        except SyntaxError as error:
            yield Finding("not-python", file, error.lineno, {"message": error.msg})


def stub_says_what_is_to_do(exercise: Exercise) -> Iterator[Finding]:
    file = exercise.answer_file
    if file.is_file() and "# TODO" not in text_of(file):
        yield Finding("stub-todo", file)


def nothing_else_is_left_to_do(exercise: Exercise) -> Iterator[Finding]:
    """Yield a finding for the author's own reminders, which are everywhere but in the stub."""
    folder = exercise.folder
    own = ("exercise.toml", "README.md", "README.es.md", "test_exercise.py")
    for file in (*(folder / name for name in own), *_answers(exercise)):
        yield from _left_to_do(file)


def lesson_has_nothing_left_to_do(folder: Path) -> Iterator[Finding]:
    if (folder / "lesson.toml").is_file():
        for name in ("lesson.toml", "README.md", "README.es.md"):
            yield from _left_to_do(folder / name)


def every_test_belongs_to_a_step(exercise: Exercise) -> Iterator[Finding]:
    file = exercise.folder / "test_exercise.py"
    tests = _tests(file)
    for name, line in tests.items():
        if name not in exercise.info.tests:
            yield Finding("test-without-step", file, line, {"test": name})
    for number, step in enumerate(exercise.info.steps):
        for name in step.tests:
            if name not in tests:
                facts = {"test": name, "step": step.id}
                yield in_info("step-without-test", exercise, "steps", number, "tests", **facts)


def _left_to_do(file: Path) -> Iterator[Finding]:
    text = text_of(file)
    for found in _TODO.finditer(text):
        line = line_at(text, found.start())
        yield Finding("todo-left", file, line, {"text": text.splitlines()[line - 1].strip()})


def _tests(file: Path) -> dict[str, int]:
    try:
        nodes = ast.walk(tree_of(file))
    except SyntaxError:
        return {}
    functions = [one for one in nodes if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {one.name: one.lineno for one in functions if one.name.startswith("test_")}


def _answers(exercise: Exercise) -> list[Path]:
    return sorted((exercise.folder / "reference").glob("*.py"))


OF_FOLDERS = (lesson_has_nothing_left_to_do,)
PROMISES = (
    files_are_python,
    stub_says_what_is_to_do,
    nothing_else_is_left_to_do,
    every_test_belongs_to_a_step,
)
