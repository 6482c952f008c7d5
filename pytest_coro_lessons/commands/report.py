"""``coro-lessons report``: the learner's progress, from what was found last; nothing is run."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.commands.course import opened
from pytest_coro_lessons.commands.typed import typed
from pytest_coro_lessons.grading import grade
from pytest_coro_lessons.progress.history import by_day
from pytest_coro_lessons.reports.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_coro_lessons.commands.course import Course
    from pytest_coro_lessons.grading import ExerciseOutcome
    from pytest_coro_lessons.texts import Texts

_FILE = "report.html"
_STUDENT = "CORO_LESSONS_STUDENT"


def report(here: Path, texts: Texts, file: Path | None, *, in_browser: bool, as_json: bool) -> None:
    """Write the page, beside the exercises unless another file is named."""
    with opened(here, texts) as course:
        assert course.progress is not None, "unreachable because the course is the learner's"
        if as_json:
            from pytest_coro_lessons.progress.document import progress_json

            text = progress_json(course.lessons, course.progress, course.current())
            click.echo(text, nl=False)
            return
        target = course.folder.parent / _FILE if file is None else here / file
        _write(course, target, _page(course).encode("utf-8", "replace"))
        if in_browser:
            click.launch(target.resolve().as_uri())


def write_format(here: Path, texts: Texts, name: str, file: Path | None) -> None:
    """Write what was found last in a format of other programs, to the terminal without a file."""
    from pytest_coro_lessons.reports.formats import FormatError, files_of, make_report
    from pytest_coro_lessons.reports.text import Reader

    with opened(here, texts) as course:
        reader = Reader(
            texts.language,
            course.shown,
            lambda exercise: exercise.answer_file,
            pytest=typed("pytest", here),
            coro_lessons=course.typed(),
        )
        made = make_report(
            _outcomes(course),
            reader,
            course.folder.parent,
            _last_at(course),
            student=os.environ.get(_STUDENT, ""),
        )
        try:
            files = files_of(name, made, os.environ)
        except FormatError as error:
            message = f"{name}: {error}"
            raise click.ClickException(message) from error
        if file is None:
            click.echo(files[""], nl=False)
            return
        for beside, content in files.items():
            target = here / file
            _write(course, target.with_name(beside) if beside else target, content)


def _write(course: Course, target: Path, content: bytes) -> None:
    try:
        write_whole(target, content)
    except OSError as error:
        shown = course.shown(target)
        message = course.texts("start.cannot_write", file=shown, reason=error.strerror)
        raise click.ClickException(message) from error
    click.echo(course.texts("report.written", file=course.shown(target)))


def _outcomes(course: Course) -> list[ExerciseOutcome]:
    found = [(exercise, course.progress_of(exercise).last) for exercise in course.exercises]
    return [grade(exercise, last.outcomes if last else ()) for exercise, last in found]


def _last_at(course: Course) -> datetime:
    """When anything was found last."""
    assert course.progress is not None, "unreachable because the course is the learner's"
    times = (attempt.last_at for attempt in course.progress.attempts())
    return max(times, default=datetime.now(UTC))


def _page(course: Course) -> str:
    from pytest_coro_lessons.reports.html import html_report

    assert course.progress is not None, "unreachable because the course is the learner's"
    days = by_day(course.progress.attempts())
    return html_report(
        _outcomes(course), {}, course.texts.language, shown=course.shown, history=days
    )
