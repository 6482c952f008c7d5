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
    from pytest_coro_lessons.commands.runs import Verdict
    from pytest_coro_lessons.lessons import Exercise
    from pytest_coro_lessons.texts import Texts


def run(
    here: Path,
    texts: Texts,
    name: str | None,
    arguments: Sequence[str],
    *,
    as_json: bool,
    in_full: bool = False,
) -> int:
    """Run an exercise, which becomes the current one; return the exit code.

    Args:
        arguments: for pytest, after ours.
        in_full: Tell of every test that does not pass all that was found.
    """
    with opened(here, texts) as course:
        exercise = course.chosen(name)
        assert course.progress is not None, "unreachable because the course is the learner's"
        course.progress.current = exercise.id
        return _run(course, [exercise], arguments, as_json=as_json, in_full=in_full)


def verify(here: Path, texts: Texts, *, as_json: bool) -> int:
    """Run everything that was ever solved once more; return the exit code."""
    with opened(here, texts) as course:
        solved = [one for one in course.exercises if course.progress_of(one).solved_at is not None]
        if solved:
            return _run(course, solved, [], as_json=as_json)
        if as_json:
            from pytest_coro_lessons.grading import results
            from pytest_coro_lessons.reports.results_file import results_json

            click.echo(results_json(results([], here)), nl=False)
        else:
            click.echo(texts("verify.nothing", command=course.typed()))
        return 0


def _run(
    course: Course,
    exercises: Sequence[Exercise],
    arguments: Sequence[str],
    *,
    as_json: bool,
    in_full: bool = False,
) -> int:
    folders = [exercise.folder for exercise in exercises]
    with results_file() as file:
        language = course.texts.language
        told = arguments_for(folders, course.here, language, file, in_full=in_full)
        # What was printed before must come before what pytest prints.
        sys.stdout.flush()
        ended = subprocess.run(
            [*pytest_command(), *told, *arguments],
            cwd=course.here,
            stdout=subprocess.DEVNULL if as_json else None,
            check=False,
        )
        found = verdict_in(file)
    # With options of their own, learners may well leave tests out.
    broke_off = not found.is_whole and not arguments
    if broke_off and len(exercises) == 1:
        found = _kept(course, exercises[0], found)
    if as_json:
        click.echo(found.text, nl=False)
    if broke_off:
        click.echo(how_it_ended(ended.returncode, course.texts), err=True)
        return 1
    return 0 if ended.returncode == 0 else 1


def _kept(course: Course, exercise: Exercise, found: Verdict) -> Verdict:
    """Keep what an answer that ends the run has shown of itself."""
    from pytest_coro_lessons.commands.broken_off import keep

    return keep(course, exercise, found)
