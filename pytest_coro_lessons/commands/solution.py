"""``coro-lessons solution``: the reference answer, after one's own or instead of it.

Rule: whoever has not solved the exercise says that they give up, and that is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.commands.course import opened
from pytest_coro_lessons.lessons import find_lessons, packaged_exercises

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_coro_lessons.lessons import Exercise
    from pytest_coro_lessons.texts import Texts


def show(here: Path, texts: Texts, name: str, *, give_up: bool) -> None:
    """Print the solution, and how many other ways there are."""
    with opened(here, texts) as course:
        exercise = course.find(name)
        assert course.progress is not None, "unreachable because the course is the learner's"
        file = _reference(exercise)
        if file is None:
            raise click.ClickException(texts("solution.none", title=course.title(exercise)))
        if course.progress_of(exercise).solved_at is None:
            if not give_up:
                command = course.typed("solution", exercise.id, "--give-up")
                message = texts("solution.not_yet", title=course.title(exercise), command=command)
                raise click.ClickException(message)
            course.progress.gave_up(exercise.id)
        click.secho(texts("solution.heading", title=course.title(exercise)), bold=True)
        _show_code(file)
        for other in sorted(file.parent.glob("also_right_*.py")):
            click.echo()
            name = other.stem.removeprefix("also_right_").replace("_", " ")
            click.secho(texts("solution.also", name=name), bold=True)
            _show_code(other)


def _reference(exercise: Exercise) -> Path | None:
    """The solution beside the exercise, else the one that came with the package."""
    packaged = packaged_exercises()
    lessons = find_lessons(packaged) if packaged is not None else ()
    twins = [one for lesson in lessons for one in lesson.exercises if one.id == exercise.id]
    files = (one.folder / "reference" / "solution.py" for one in (exercise, *twins))
    return next((file for file in files if file.is_file()), None)


def _show_code(file: Path) -> None:
    text = file.read_text(encoding="utf-8").strip("\n")
    click.echo()
    # Not at the top: most commands need no rich.
    from rich.console import Console
    from rich.syntax import Syntax

    screen = Console()
    if screen.is_terminal and not screen.no_color:
        screen.print(Syntax(text, "python", theme="ansi_light", background_color="default"))
    else:
        # Elsewhere it may be copied or piped: as it is, with no spaces at the ends of lines.
        click.echo(text)
