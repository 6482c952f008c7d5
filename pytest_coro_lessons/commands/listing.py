"""``coro-lessons list``: the lessons and exercises of a course."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pytest_coro_lessons.lessons import find_course, find_lessons, packaged_exercises
from pytest_coro_lessons.reports import course_json

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_coro_lessons.lessons import Lesson
    from pytest_coro_lessons.texts import Texts


def show(here: Path, texts: Texts, *, as_json: bool) -> None:
    """List the course around ``here``, else the one that belongs to the package."""
    course = find_course(here) or packaged_exercises()
    lessons = find_lessons(course) if course else ()
    if as_json:
        click.echo(course_json(lessons, course or here), nl=False)
    elif course is None or not lessons:
        click.echo(texts("list.nothing"))
    else:
        _show_lessons(lessons, texts)
        first = next(exercise for lesson in lessons for exercise in lesson.exercises)
        folder = first.folder.relative_to(here) if first.folder.is_relative_to(here) else None
        click.echo(texts("list.run_one", folder=folder) if folder else texts("list.begin"))


def _show_lessons(lessons: tuple[Lesson, ...], texts: Texts) -> None:
    # Our text as it is: no highlighted numbers, no emoji codes. rich itself takes colour away
    # for NO_COLOR, TERM=dumb and anything that is no terminal.
    screen = Console(highlight=False, emoji=False)
    for lesson in lessons:
        title = lesson.info.title.in_language(texts.language)
        heading = texts("list.lesson", title=title, points=lesson.max_points)
        screen.print(f"[bold]{escape(heading)}[/bold]")
        screen.print(_table(lesson, texts))
        screen.print()


def _table(lesson: Lesson, texts: Texts) -> Table:
    # No lines: they need characters that not every terminal has, and room that a narrow one lacks.
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    for exercise in lesson.exercises:
        title = exercise.info.title.in_language(texts.language)
        points = texts("list.points", count=exercise.info.max_points)
        table.add_row(exercise.number, escape(title), points)
    return table
