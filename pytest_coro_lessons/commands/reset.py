"""``coro-lessons reset``: the stub of an exercise once more.

Rule: what a learner has written is never lost; the answer moves to a backup first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.commands.course import opened
from pytest_coro_lessons.lessons import find_lessons, packaged_exercises
from pytest_coro_lessons.progress.store import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_coro_lessons.commands.course import Course
    from pytest_coro_lessons.lessons import Exercise
    from pytest_coro_lessons.texts import Texts


def reset(here: Path, texts: Texts, name: str, *, yes: bool) -> None:
    """Ask, keep the answer as a backup, and write the stub in its place."""
    with opened(here, texts) as course:
        exercise = course.find(name)
        stub = _stub(course, exercise)
        if stub is None:
            raise click.ClickException(texts("reset.no_stub", title=course.title(exercise)))
        file = exercise.answer_file
        written = file.read_bytes() if file.is_file() else None
        if written == stub:
            click.echo(texts("reset.is_stub", file=course.shown(file)))
            return
        is_lost = written is None
        if not (
            yes or is_lost or _agreed(texts, file=course.shown(file), title=course.title(exercise))
        ):
            click.echo(texts("reset.kept"))
            raise click.exceptions.Exit(1)
        try:
            backup = None if written is None else _keep(course, exercise, written)
            file.write_bytes(stub)
        except OSError as error:
            message = texts("start.cannot_write", file=error.filename, reason=error.strerror)
            raise click.ClickException(message) from error
        assert course.progress is not None, "unreachable because the course is the learner's"
        course.progress.was_reset(exercise.id, backup.name if backup else "")
        click.echo(texts("reset.done", file=course.shown(file)))
        if backup is not None:
            click.echo(texts("reset.backup", file=course.shown(backup)))


def _agreed(texts: Texts, **values: object) -> bool:
    """Ask; only a clear yes is one."""
    click.echo(texts("reset.ask", **values), nl=False)
    try:
        answer = input(" ")
    except EOFError:
        click.echo()
        return False
    return answer.strip().casefold() in texts("reset.answers").split()


def _stub(course: Course, exercise: Exercise) -> bytes | None:
    """The stub as this course came with it, else as the package has it."""
    assert course.progress is not None, "unreachable because the course is the learner's"
    kept = course.progress.stub(exercise.id)
    if kept is not None:
        return kept
    packaged = packaged_exercises()
    # In a checkout, the course of the package is the one that the learner writes in.
    if packaged is None or packaged.samefile(course.folder):
        return None
    for lesson in find_lessons(packaged):
        for one in lesson.exercises:
            if one.id == exercise.id and one.answer_file.is_file():
                return one.answer_file.read_bytes()
    return None


def _keep(course: Course, exercise: Exercise, written: bytes) -> Path:
    folder = course.folder.parent / FOLDER / "backups" / exercise.id
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        backup = folder / f"exercise-{number}.py"
        try:
            # "x": an earlier backup stays.
            with backup.open("xb") as stream:
                stream.write(written)
        except FileExistsError:
            number += 1
        else:
            return backup
