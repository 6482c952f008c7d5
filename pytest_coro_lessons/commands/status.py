"""``coro-lessons`` alone, and ``next``: where the learner is, and what to do now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.commands.course import opened
from pytest_coro_lessons.diagnostics import words

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_coro_lessons.commands.course import Course
    from pytest_coro_lessons.lessons import Exercise
    from pytest_coro_lessons.progress.model import Attempt
    from pytest_coro_lessons.texts import Texts


def show(here: Path, texts: Texts, *, as_json: bool) -> None:
    """Print where the learner is, and what to type next."""
    with opened(here, texts) as course:
        current = course.current()
        if as_json:
            from pytest_coro_lessons.progress.document import progress_json

            assert course.progress is not None, "unreachable because the course is the learner's"
            click.echo(progress_json(course.lessons, course.progress, current), nl=False)
        elif current is None:
            _show_all_done(course)
        else:
            show_exercise(course, current)


def go_on(here: Path, texts: Texts, *, skip: bool) -> None:
    """Choose the next exercise that is not done, and show it."""
    with opened(here, texts) as course:
        current = course.current()
        following = course.following(current)
        assert course.progress is not None, "unreachable because the course is the learner's"
        if current is not None and not skip and course.progress_of(current).state != "passed":
            title = course.title(current)
            raise click.ClickException(
                texts("next.not_done", title=title, skip=course.typed("next", "--skip"))
            )
        if following is None:
            _show_all_done(course)
        else:
            course.progress.current = following.id
            show_exercise(course, following)


def show_exercise(course: Course, exercise: Exercise) -> None:
    """Print an exercise, its files, what was found last, and what to type."""
    texts, found = course.texts, course.progress_of(exercise)
    done = texts("status.is_done") if found.state == "passed" else ""
    click.secho(f"{course.title(exercise)}{done}", bold=True)
    click.echo()
    click.echo(texts("status.read", file=course.shown(course.reading(exercise))))
    line = None if found.last is None or found.changed else _line(found.last)
    place = course.shown(exercise.answer_file) + (f":{line}" if line else "")
    if exercise.answer_file.is_file():
        click.echo(texts("status.edit", file=place))
    else:
        click.echo(texts("status.missing", command=course.typed("reset", exercise.id)))
    if found.last is not None:
        click.echo(texts("status.last", found=_told(course, found.last)))
    if found.changed:
        click.echo(texts("status.changed"))
    click.echo()
    click.echo(how_far(course))
    click.echo()
    click.echo(texts("status.next"))
    if found.state == "passed" and not found.changed:
        commands = [("next", "status.go_on")]
    else:
        commands = [("watch", "status.watch"), ("run", "status.run"), ("hint", "status.hint")]
    typed = [(course.typed(name), texts(text)) for name, text in commands]
    width = max(len(command) for command, _ in typed)
    for command, text in typed:
        click.echo(f"  {command:{width}}   {text}")


def how_far(course: Course) -> str:
    """The one line about the whole course."""
    found = [course.progress_of(exercise) for exercise in course.exercises]
    return course.texts(
        "status.how_far",
        count=len(found),
        done=sum(one.state == "passed" for one in found),
        points=sum(one.points for one in found),
        max_points=sum(exercise.info.max_points for exercise in course.exercises),
    )


def _show_all_done(course: Course) -> None:
    click.secho(course.texts("status.all_done"), bold=True)
    click.echo(how_far(course))
    click.echo()
    click.echo(course.texts("status.next"))
    click.echo(f"  {course.typed('verify')}   {course.texts('status.verify')}")
    click.echo(f"  {course.typed('report')}   {course.texts('status.report')}")


def _line(attempt: Attempt) -> int | None:
    return None if attempt.diagnostic is None else attempt.diagnostic.line


def _told(course: Course, attempt: Attempt) -> str:
    at = f"{attempt.last_at.astimezone():%Y-%m-%d %H:%M}"
    if attempt.status == "passed":
        return course.texts("status.passed", at=at)
    if attempt.diagnostic is None:
        return course.texts("status.failed", at=at)
    happened = words(attempt.diagnostic, course.texts.language).happened
    return f"{attempt.diagnostic.code}: {happened} ({at})"
