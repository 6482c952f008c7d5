"""The teachers' commands: their names, arguments and options."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.commands.building import Section
from pytest_coro_lessons.commands.completing import complete_exercise
from pytest_coro_lessons.diagnostics import LANGUAGES

if TYPE_CHECKING:
    from pytest_coro_lessons.commands.building import Builder
    from pytest_coro_lessons.texts import Texts


def section(builder: Builder) -> Section:
    texts = builder.texts
    folder = click.Argument(["folder"], metavar="DIR", type=click.Path(path_type=Path))
    names = click.Argument(
        ["names"], nargs=-1, metavar="[WHAT]...", shell_complete=complete_exercise
    )
    first = click.Option(["--first"], type=click.Choice(LANGUAGES), help=texts("export.first"))
    commands = [builder.command("export", _export, folder, names, first)]
    return Section(texts("main.teachers"), commands)


def _export(texts: Texts, *, folder: Path, names: tuple[str, ...], first: str | None) -> None:
    from pytest_coro_lessons.commands.export import export

    try:
        export(Path.cwd(), texts, folder, names, first=first)
    except OSError as error:
        message = texts("start.cannot_write", file=error.filename, reason=error.strerror)
        raise click.ClickException(message) from error
