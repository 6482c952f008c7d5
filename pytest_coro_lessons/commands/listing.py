"""``coro-lessons list``: the lessons and exercises of a course, and how far the learner is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec.structs import replace
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pytest_coro_lessons.commands.course import opened
from pytest_coro_lessons.commands.status import how_far
from pytest_coro_lessons.reports.course import course_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pytest_coro_lessons.commands.course import Course
    from pytest_coro_lessons.lessons import Exercise, Lesson
    from pytest_coro_lessons.progress.model import ExerciseProgress, State
    from pytest_coro_lessons.texts import Texts

_CHOICES: dict[str | None, tuple[State, ...]] = {
    None: ("passed", "failed", "not_started"),
    "done": ("passed",),
    "open": ("failed", "not_started"),
    "begun": ("failed",),
    "new": ("not_started",),
}
_COLOURS: dict[State, str] = {"passed": "green", "failed": "yellow", "not_started": "dim"}


def show(
    here: Path, texts: Texts, words: Sequence[str], state: str | None, *, as_json: bool
) -> None:
    """List the exercises that have all the words in their names, and the state.

    Without a course around ``here`` it is the one that belongs to the package.
    """
    with opened(here, texts, to_work=False) as course:
        lessons = tuple(_chosen(course, words, _CHOICES[state]))
        if as_json:
            states = {one.id: course.progress_of(one).state for one in course.exercises}
            click.echo(course_json(lessons, course.folder, states), nl=False)
        elif not lessons:
            click.echo(texts("list.nothing"))
        else:
            show_lessons(course, lessons)


def show_lessons(course: Course, lessons: Sequence[Lesson]) -> None:
    """Print these lessons and how far the learner is in the whole course."""
    # Our text as it is: no highlighted numbers, no emoji codes. rich itself takes colour away
    # for NO_COLOR, TERM=dumb and anything that is no terminal.
    screen = Console(highlight=False, emoji=False)
    texts = course.texts
    for lesson in lessons:
        title = lesson.info.title.in_language(texts.language)
        heading = texts("list.lesson", title=title, points=_max_points(course, lesson))
        screen.print(f"[bold]{escape(heading)}[/bold]")
        screen.print(_table(course, lesson))
        screen.print()
    if course.progress is None:
        start = course.typed(texts("course.start"))
        screen.print(texts("list.begin", command=escape(start)))
    else:
        screen.print(how_far(course))


def _chosen(course: Course, words: Sequence[str], states: Sequence[State]) -> Iterator[Lesson]:
    for lesson in course.lessons:
        exercises = tuple(
            exercise
            for exercise in lesson.exercises
            if course.progress_of(exercise).state in states and _has(exercise, words)
        )
        if exercises:
            yield replace(lesson, exercises=exercises)


def _has(exercise: Exercise, words: Sequence[str]) -> bool:
    info, lesson = exercise.info, exercise.lesson
    names = (exercise.number, exercise.slug, info.id, info.title.en, info.title.es)
    text = " ".join((*names, lesson.id, lesson.title.en, lesson.title.es, *info.concepts))
    return all(word.casefold() in text.casefold() for word in words)


def _max_points(course: Course, lesson: Lesson) -> int:
    whole = next(one for one in course.lessons if one.folder == lesson.folder)
    return whole.max_points


def _table(course: Course, lesson: Lesson) -> Table:
    # No lines: they need characters that not every terminal has, and room that a narrow one lacks.
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    current = None if course.progress is None else course.current()
    for exercise in lesson.exercises:
        found = course.progress_of(exercise)
        table.add_row(
            ">" if exercise == current else "",
            exercise.number,
            escape(exercise.info.title.in_language(course.texts.language)),
            f"[{_COLOURS[found.state]}]{_state(course, found)}[/]",
            _points(course, exercise, found),
        )
    return table


def _state(course: Course, found: ExerciseProgress) -> str:
    return course.texts("list.is_changed" if found.changed else f"list.is_{found.state}")


def _points(course: Course, exercise: Exercise, found: ExerciseProgress) -> str:
    most = exercise.info.max_points
    if found.points:
        return course.texts("list.points_of", points=found.points, count=most)
    return course.texts("list.points", count=most)
