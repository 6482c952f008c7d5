"""Texts of files, and the lines at which something stands in them."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.authoring.findings import Finding
from pytest_coro_lessons.lessons import line_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_coro_lessons.lessons import Exercise, Lesson


def text_of(file: Path) -> str:
    """The text of a file; nothing if there is none, which is a finding of its own."""
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def tree_of(file: Path) -> ast.Module:
    """The syntax tree of a file; what Python warns of is told when its tests run.

    Raises:
        SyntaxError: if it is not Python.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text_of(file))


def line_at(text: str, index: int) -> int:
    """The line in which the character at ``index`` is."""
    return text.count("\n", 0, index) + 1


def in_info(rule: str, exercise: Exercise, *path: str | int, **facts: Any) -> Finding:
    """A finding about what ``exercise.toml`` says at ``path``."""
    file = exercise.folder / "exercise.toml"
    return Finding(rule, file, line_of(text_of(file), path), facts)


def in_lesson_info(rule: str, lesson: Lesson, *path: str | int, **facts: Any) -> Finding:
    """A finding about what ``lesson.toml`` says at ``path``."""
    file = lesson.folder / "lesson.toml"
    return Finding(rule, file, line_of(text_of(file), path), facts)
