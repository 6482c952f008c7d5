"""``coro-lessons run`` and ``verify``: pytest for the exercises that the learner means."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.commands.course import opened
from pytest_coro_lessons.commands.runs import (
    arguments_for,
    how_it_ended,
    pytest_command,
    results_file,
    verdict_in,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pytest_coro_lessons.commands.course import Course
    from pytest_coro_lessons.texts import Texts


def run(
    here: Path, texts: Texts, name: str | None, arguments: Sequence[str], *, as_json: bool
) -> int:
    """Run an exercise, which becomes the current one; return the exit code.

    Args:
        arguments: for pytest, after ours.
    """
    with opened(here, texts) as course:
        exercise = course.chosen(name)
        assert course.progress is not None, "unreachable because the course is the learner's"
        course.progress.current = exercise.id
        return _run(course, [exercise.folder], arguments, as_json=as_json)


def verify(here: Path, texts: Texts, *, as_json: bool) -> int:
    """Run everything that was ever solved once more; return the exit code."""
    with opened(here, texts) as course:
        solved = [one for one in course.exercises if course.progress_of(one).solved_at is not None]
        if solved:
            return _run(course, [one.folder for one in solved], [], as_json=as_json)
        if as_json:
            from pytest_coro_lessons.grading import results
            from pytest_coro_lessons.reports.results_file import results_json

            click.echo(results_json(results([], here)), nl=False)
        else:
            click.echo(texts("verify.nothing", command=course.typed()))
        return 0


def _run(
    course: Course, folders: Sequence[Path], arguments: Sequence[str], *, as_json: bool
) -> int:
    with results_file() as file:
        told = arguments_for(folders, course.here, course.texts.language, file)
        # What was printed before must come before what pytest prints.
        sys.stdout.flush()
        ended = subprocess.run(
            [*pytest_command(), *told, *arguments],
            cwd=course.here,
            stdout=subprocess.DEVNULL if as_json else None,
            check=False,
        )
        found = verdict_in(file)
    if as_json:
        click.echo(found.text, nl=False)
    # With options of their own, learners may well leave tests out.
    if not found.is_whole and not arguments:
        click.echo(how_it_ended(ended.returncode, course.texts), err=True)
        return 1
    return 0 if ended.returncode == 0 else 1
