"""``coro-lessons report``: the learner's progress as a page, from what was found last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.commands.course import opened
from pytest_coro_lessons.grading import grade
from pytest_coro_lessons.progress.history import by_day

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_coro_lessons.commands.course import Course
    from pytest_coro_lessons.texts import Texts

_FILE = "report.html"


def report(here: Path, texts: Texts, file: Path | None, *, in_browser: bool, as_json: bool) -> None:
    """Write the page, beside the exercises unless another file is named; runs nothing."""
    with opened(here, texts) as course:
        assert course.progress is not None, "unreachable because the course is the learner's"
        if as_json:
            from pytest_coro_lessons.progress.document import progress_json

            text = progress_json(course.lessons, course.progress, course.current())
            click.echo(text, nl=False)
            return
        target = course.folder.parent / _FILE if file is None else here / file
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_page(course), encoding="utf-8")
        except OSError as error:
            message = texts("start.cannot_write", file=error.filename, reason=error.strerror)
            raise click.ClickException(message) from error
        click.echo(texts("report.written", file=course.shown(target)))
        if in_browser:
            click.launch(target.resolve().as_uri())


def _page(course: Course) -> str:
    from pytest_coro_lessons.reports.html import html_report

    assert course.progress is not None, "unreachable because the course is the learner's"
    found = [(exercise, course.progress_of(exercise).last) for exercise in course.exercises]
    outcomes = [grade(exercise, last.outcomes if last else ()) for exercise, last in found]
    days = by_day(course.progress.attempts())
    return html_report(outcomes, {}, course.texts.language, shown=course.shown, history=days)
