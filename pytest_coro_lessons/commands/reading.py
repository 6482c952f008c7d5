"""``coro-lessons show``: the task of an exercise, to be read in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.commands.course import opened
from pytest_coro_lessons.commands.prose import show_markdown

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_coro_lessons.texts import Texts


def show(here: Path, texts: Texts, name: str | None) -> None:
    """Print the task in the reader's language, and where it and the answer are."""
    with opened(here, texts, to_work=False) as course:
        exercise = course.chosen(name)
        file = course.reading(exercise)
        try:
            text = file.read_text(encoding="utf-8")
        except OSError as error:
            message = texts("start.cannot_write", file=course.shown(file), reason=error.strerror)
            raise click.ClickException(message) from error
        show_markdown(text)
        click.echo()
        click.echo(texts("status.read", file=course.shown(file)))
        click.echo(texts("status.edit", file=course.shown(exercise.answer_file)))
