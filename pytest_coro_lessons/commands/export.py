"""``coro-lessons export DIR``: the course, or a choice of it, as a teacher hands it out.

Rule: as for `start`, what is there already is kept, and said to be kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.commands.course import opened
from pytest_coro_lessons.commands.handout import Handout
from pytest_coro_lessons.commands.start import copy_files, say_next, say_what_was_kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pytest_coro_lessons.commands.course import Course
    from pytest_coro_lessons.lessons import Exercise, Lesson
    from pytest_coro_lessons.texts import Texts


def export(
    here: Path, texts: Texts, folder: Path, names: Sequence[str], *, first: str | None
) -> None:
    """Write the chosen exercises to ``folder``, all of them without names.

    Raises:
        OSError: if a file cannot be read or written; those written before it stay.
    """
    with opened(here, texts, to_work=False) as course:
        target = (here / folder).resolve()
        if target.is_relative_to(course.folder.resolve()):
            message = texts("export.inside", folder=folder, course=course.folder)
            raise click.ClickException(message)
        chosen = _chosen(course, names)
        copied = copy_files(Handout(course, chosen, first).files(), target)
        count = texts("export.exercises", count=len(chosen))
        files = texts("export.files", count=len(copied.new))
        click.echo(texts("export.written", exercises=count, files=files, folder=folder))
        say_what_was_kept(copied, texts)
        for line in _missing(course, chosen):
            click.echo(line)
    say_next(folder, texts)


def _chosen(course: Course, names: Sequence[str]) -> tuple[Exercise, ...]:
    """The exercises with these names, or of the lessons with these names, in the course's order."""
    if not names:
        return tuple(course.exercises)
    asked: list[Exercise] = []
    for name in names:
        lesson = next((one for one in course.lessons if name in _names(one)), None)
        asked += [course.find(name)] if lesson is None else lesson.exercises
    return tuple(exercise for exercise in course.exercises if exercise in asked)


def _names(lesson: Lesson) -> tuple[str, ...]:
    number, _, _ = lesson.exercises[0].number.partition(".")
    return (lesson.info.id, number, lesson.folder.name, f"exercises/{lesson.folder.name}")


def _missing(course: Course, chosen: Sequence[Exercise]) -> Iterator[str]:
    there = {exercise.id for exercise in chosen}
    for exercise in chosen:
        for needed in exercise.info.requires:
            if needed not in there:
                title = course.title(exercise)
                yield course.texts("export.builds_on", title=title, needed=needed)
