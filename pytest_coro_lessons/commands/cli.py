"""The group of commands and their options.

Rule: click's own words ("Usage", "Options") stay English, as pytest's do; ours follow the
language, which is therefore chosen before the commands are built.
"""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from contextlib import contextmanager
from functools import partial
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.diagnostics import LANGUAGES, choose_language
from pytest_coro_lessons.errors import LessonError
from pytest_coro_lessons.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def main() -> None:
    """Run the command that the command line names."""
    codecs.register_error("plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="plain")
    try:
        language = choose_language(_asked_language(sys.argv[1:]), None, os.environ)
    except ValueError as error:
        sys.exit(f"coro-lessons: {error}")
    build_commands(Texts(__package__, language))(prog_name="coro-lessons")


def build_commands(texts: Texts) -> click.Group:
    """Build the commands with the help texts of one language."""

    def command(
        name: str, callback: Callable[..., None], *params: click.Parameter
    ) -> click.Command:
        bound = partial(callback, texts)
        return click.Command(name, callback=bound, params=[*params], help=texts(f"{name}.help"))

    def flag(*names: str, text: str) -> click.Option:
        return click.Option(names, is_flag=True, help=texts(text))

    exercise = click.Argument(["exercise"])
    level = click.Argument(["level"], type=click.IntRange(1, 3), default=1, metavar="[1|2|3]")
    folder = click.Argument(["folder"], metavar="DIR", type=click.Path(path_type=Path))
    commands = [
        command("doctor", _doctor),
        command("hint", _hint, exercise, level),
        command("list", _list, flag("--json", "as_json", text="list.json")),
        command("start", _start, folder, flag("--with-reference", text="start.with_reference")),
    ]
    group = click.Group("coro-lessons", commands=commands, help=texts("main.help"))
    version = {"package_name": "pytest-coro-lessons", "prog_name": "coro-lessons"}
    click.version_option(**version, help=texts("main.version"))(group)
    for each in (group, *commands):
        # The language was chosen before; this makes the option known, here as well as there.
        languages = click.Choice(LANGUAGES)
        click.option("--lang", type=languages, expose_value=False, help=texts("main.lang"))(each)
        click.help_option("-h", "--help", help=texts("main.help_option"))(each)
    return group


def _plain(error: UnicodeError) -> tuple[str, int]:
    """Show a letter without its accent, rather than fail, where the terminal has none."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = unicodedata.normalize("NFKD", error.object[error.start : error.end])
    plain = letters.encode("ascii", "ignore").decode("ascii")
    return plain or "?", error.end


def _asked_language(arguments: list[str]) -> str | None:
    """The value of ``--lang``, wherever it stands; a wrong one is left for click to refuse."""
    for option, following in pairwise([*arguments, ""]):
        name, _, attached = option.partition("=")
        if name == "--lang":
            asked = attached or following
            return asked if asked in LANGUAGES else None
    return None


@contextmanager
def _lesson_errors() -> Iterator[None]:
    try:
        yield
    except LessonError as error:
        raise click.ClickException(str(error)) from error


# Each command imports its module when it runs: `--version` needs no rich and no lessons.


def _doctor(texts: Texts) -> None:
    from pytest_coro_lessons.commands.doctor import examine, show

    findings = examine(Path.cwd(), os.environ, texts)
    show(findings, texts)
    if any(finding.level == "fail" for finding in findings):
        sys.exit(1)


def _hint(texts: Texts, *, exercise: str, level: int) -> None:
    from pytest_coro_lessons.commands.hint import show

    with _lesson_errors():
        show(Path.cwd(), texts, exercise, level)


def _list(texts: Texts, *, as_json: bool) -> None:
    from pytest_coro_lessons.commands.listing import show

    with _lesson_errors():
        show(Path.cwd(), texts, as_json=as_json)


def _start(texts: Texts, *, folder: Path, with_reference: bool) -> None:
    from pytest_coro_lessons.commands.start import start

    try:
        start(folder, texts, with_reference=with_reference)
    except OSError as error:
        message = texts("start.cannot_write", file=error.filename, reason=error.strerror)
        raise click.ClickException(message) from error
