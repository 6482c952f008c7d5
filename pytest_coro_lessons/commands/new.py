"""``coro-lessons new``: lessons and exercises that keep all promises but their own TODOs."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.authoring import scaffold
from pytest_coro_lessons.authoring.scaffold import ScaffoldError
from pytest_coro_lessons.commands.check import shown
from pytest_coro_lessons.commands.settings import pytest_settings
from pytest_coro_lessons.commands.typed import typed
from pytest_coro_lessons.lessons import find_course

if TYPE_CHECKING:
    from pytest_coro_lessons.authoring.scaffold import Made
    from pytest_coro_lessons.texts import Texts

_SETTINGS = Path(__file__).resolve().parent.parent / "course" / "pytest.ini"


def new_lesson(here: Path, texts: Texts, slug: str, number: int | None) -> None:
    """Make a lesson in the course here, or the first one of a course."""
    root = find_course(here) or (here if here.name == "exercises" else here / "exercises")
    try:
        made = scaffold.new_lesson(root, slug, number=number, language=texts.language)
    except (ScaffoldError, OSError) as error:
        raise _refused(error, here, texts) from error
    if pytest_settings(root.parent) is None:
        # Else pytest greets learners with a warning, and stumbles over tests of the same name.
        (root.parent / _SETTINGS.name).write_bytes(_SETTINGS.read_bytes())
        made.files.append(root.parent / _SETTINGS.name)
    following = f"{typed('coro-lessons', here)} new exercise {slug}/{texts('new.example')}"
    _show(made, here, texts, following)


def new_exercise(here: Path, texts: Texts, path: str, number: int | None) -> None:
    """Make an exercise in a lesson of the course here."""
    root = find_course(here)
    if root is None:
        raise click.ClickException(texts("check.no_course", folder=here))
    try:
        made = scaffold.new_exercise(root, path, number=number, language=texts.language)
    except (ScaffoldError, OSError) as error:
        raise _refused(error, here, texts) from error
    folder = shlex.quote(shown(made.folder, here))
    _show(made, here, texts, f"{typed('coro-lessons', here)} check {folder}")


def _show(made: Made, here: Path, texts: Texts, following: str) -> None:
    click.secho(texts("new.made", folder=shown(made.folder, here)), bold=True)
    for file in made.files:
        click.echo(f"  {shown(file, here)}")
    click.echo()
    click.echo(texts("new.todo"))
    click.echo()
    click.echo(texts("status.next"))
    click.echo(f"  {following}")


def _refused(error: ScaffoldError | OSError, here: Path, texts: Texts) -> click.ClickException:
    if isinstance(error, ScaffoldError):
        facts = {
            name: shown(value, here) if isinstance(value, Path) else value
            for name, value in error.facts.items()
        }
        return click.ClickException(texts(error.key, **facts))
    message = texts("start.cannot_write", file=error.filename, reason=error.strerror)
    return click.ClickException(message)
