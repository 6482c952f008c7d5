"""``coro-lessons check``: whether a course keeps its promises, and what mends it where not."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.authoring.checking import check as checked
from pytest_coro_lessons.authoring.course import read_course
from pytest_coro_lessons.authoring.findings import SCHEMA, as_data
from pytest_coro_lessons.lessons import find_course

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_coro_lessons.authoring.checking import Report
    from pytest_coro_lessons.authoring.findings import Finding
    from pytest_coro_lessons.authoring.work import Progress
    from pytest_coro_lessons.texts import Texts


def check(
    here: Path, texts: Texts, path: Path | None, *, jobs: int | None, budget: float, as_json: bool
) -> int:
    """Hold every promise of what is in ``path``, else of the course here; return the exit code."""
    root, path = course_and_part(here, texts, path)
    with shown_progress(texts("check.doing")) as progress:
        report = checked(read_course(root), path, jobs=jobs, progress=progress, budget=budget)
    if not (report.exercises or report.findings):
        raise click.ClickException(texts("course.empty", folder=path))
    if as_json:
        click.echo(_as_json(report, root.parent))
    else:
        for finding in report.findings:
            show_finding(finding, here, texts.language)
        _show_summary(report, texts)
    return 1 if report.findings else 0


def draw(here: Path, texts: Texts, path: Path | None) -> None:
    """Write the figures of all readings in ``path`` anew."""
    from pytest_coro_lessons.authoring.programs import draw_anew

    _, path = course_and_part(here, texts, path)
    files = list(draw_anew(path))
    for file in files:
        click.echo(texts("check.drawn", file=shown(file, here)))
    if not files:
        click.echo(texts("check.nothing_to_draw"))


def course_and_part(here: Path, texts: Texts, path: Path | None) -> tuple[Path, Path]:
    """The course's folder, and the part of it that is meant.

    Raises:
        ClickException: if there is no course.
    """
    part = here if path is None else (here / path).resolve()
    root = find_course(part)
    if root is None:
        raise click.ClickException(texts("check.no_course", folder=part))
    return root, root if path is None else part


def show_finding(finding: Finding, here: Path, language: str) -> None:
    """Print where it is, what is wrong and what mends it."""
    line = "" if finding.line is None else f":{finding.line}"
    what, mend = finding.told(language)
    click.secho(f"{shown(finding.file, here)}{line}", bold=True)
    for text in what.splitlines():
        click.echo(f"  {text}")
    click.echo(f"  -> {mend}")


def shown(file: Path, here: Path) -> str:
    """The path from where the reader is, if it is below."""
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()


@contextmanager
def shown_progress(doing: str) -> Iterator[Progress]:
    """Show on a terminal how much is done; elsewhere nobody waits for the next line."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _as_json(report: Report, root: Path) -> str:
    data = {
        "schema": SCHEMA,
        "exercises": report.exercises,
        "answers": report.answers,
        "formatting_checked": report.is_formatting_checked,
        "findings": [as_data(finding, root) for finding in report.findings],
    }
    return json.dumps(data, indent=2, ensure_ascii=False, default=str)


def _show_summary(report: Report, texts: Texts) -> None:
    if report.findings:
        click.echo()
    if not report.is_formatting_checked:
        click.echo(texts("check.no_formatter"))
    exercises = texts("check.exercises", count=report.exercises)
    answers = texts("check.answers", count=report.answers)
    checked = texts("check.checked", exercises=exercises, answers=answers)
    click.echo(f"{checked} {texts('check.findings', count=len(report.findings))}")
