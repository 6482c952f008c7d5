"""``coro-lessons hint``: the hints of an exercise, one at a time.

Rule: nobody reads a hint that they have not asked for.
"""

from __future__ import annotations

import difflib
import shutil
import textwrap
from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.lessons import find_course, find_lessons, packaged_exercises

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_coro_lessons.lessons import Exercise
    from pytest_coro_lessons.texts import Texts

_WIDEST = 88  # longer lines are hard to read


def show(here: Path, texts: Texts, name: str, level: int) -> None:
    """Print the hint of that level, from 1, and how to get the next one."""
    exercise = _find(here, texts, name)
    hints = exercise.info.hints
    title = exercise.info.title.in_language(texts.language)
    click.secho(texts("hint.heading", title=title, level=level, count=len(hints)), bold=True)
    click.echo()
    click.echo(_wrapped(hints[level - 1].in_language(texts.language)))
    click.echo()
    if level < len(hints):
        click.echo(texts("hint.next", name=exercise.id, level=level + 1))
    else:
        for link in exercise.info.docs:
            click.echo(texts("hint.read", link=link))


def _find(here: Path, texts: Texts, name: str) -> Exercise:
    """The exercise with that id, number, folder name or path."""
    course = find_course(here) or packaged_exercises()
    lessons = find_lessons(course) if course else ()
    exercises = [exercise for lesson in lessons for exercise in lesson.exercises]
    folder = (here / name).resolve()
    for exercise in exercises:
        known = (exercise.id, exercise.number, exercise.slug, exercise.folder.name)
        if name in known or folder in (exercise.folder, exercise.answer_file):
            return exercise
    ids = [exercise.id for exercise in exercises]
    close = difflib.get_close_matches(name, ids) or ids
    raise click.ClickException(texts("hint.unknown", name=name, known=", ".join(close)))


def _wrapped(text: str) -> str:
    """Fold the prose to the terminal; lines of code, which are indented, stay as they are."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    lines = text.strip("\n").splitlines()
    return "\n".join(line if line[:1] == " " else textwrap.fill(line, width) for line in lines)
