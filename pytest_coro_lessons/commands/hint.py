"""``coro-lessons hint``: the hints of an exercise, one more each time.

Rule: nobody reads a hint that they have not asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.commands.course import opened
from pytest_coro_lessons.commands.prose import wrapped

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_coro_lessons.commands.course import Course
    from pytest_coro_lessons.lessons import Exercise
    from pytest_coro_lessons.texts import Texts


def show(here: Path, texts: Texts, name: str | None, level: int | None) -> None:
    """Print the hint of that level, from 1; without a level the next one not seen yet."""
    with opened(here, texts, to_work=False) as course:
        show_hint(course, course.chosen(name), level)


def show_hint(course: Course, exercise: Exercise, level: int | None) -> None:
    """Print a hint, remember that it was seen, and say how to get the next one."""
    texts, hints = course.texts, exercise.info.hints
    # Without a place to remember, the levels are asked for by number.
    shown = level or min(course.progress_of(exercise).hints + 1, len(hints))
    heading = texts("hint.heading", title=course.title(exercise), level=shown, count=len(hints))
    click.secho(heading, bold=True)
    click.echo()
    click.echo(wrapped(hints[shown - 1].in_language(texts.language)))
    click.echo()
    if course.progress is not None:
        course.progress.hint_seen(exercise.id, shown)
    if shown < len(hints):
        words = [exercise.id] if level is None and _is_remembered(course) else []
        words = words or [exercise.id, str(shown + 1)]
        click.echo(texts("hint.next", command=course.typed("hint", *words)))
        return
    for link in exercise.info.docs:
        click.echo(texts("hint.read", link=link))


def _is_remembered(course: Course) -> bool:
    """Tell whether the next call can know of this one."""
    if course.progress is None:
        return False
    trouble = course.progress.trouble
    return trouble is None or trouble.kind == "set_aside"
