"""The ``coro-lessons`` command: its language, its terminal, and the group of its commands.

Rule: click's own words ("Usage", "Options") stay English, as pytest's do; ours follow the
language, which is therefore chosen before the commands are built.
"""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.commands import author, learner, teacher
from pytest_coro_lessons.commands.building import Builder
from pytest_coro_lessons.commands.plain import show_plainly
from pytest_coro_lessons.commands.settings import pytest_settings
from pytest_coro_lessons.diagnostics import LANGUAGES, choose_language
from pytest_coro_lessons.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping


def main() -> None:
    """Run the command that the command line names."""
    show_plainly(sys.stdout, sys.stderr)
    try:
        language = chosen_language(sys.argv[1:], Path.cwd(), os.environ)
    except ValueError as error:
        print(f"coro-lessons: {error}", file=sys.stderr)  # noqa: T201 - there is no click yet
        sys.exit(2)
    build_commands(Texts(__package__, language))(prog_name="coro-lessons")


def build_commands(texts: Texts) -> click.Group:
    """Build the commands with the help texts of one language."""
    builder = Builder(texts)
    as_json = builder.flag("--json", "as_json", text="status.json")
    sections = [learner.section(builder), teacher.section(builder), author.section(builder)]
    group = builder.group("coro-lessons", learner.status, as_json, sections=sections)
    version = {"package_name": "pytest-coro-lessons", "prog_name": "coro-lessons"}
    click.version_option(**version, help=texts("main.version"))(group)
    return group


def chosen_language(arguments: list[str], here: Path, environ: Mapping[str, str]) -> str:
    """Choose as pytest does here: by the option, pytest's settings, the environment.

    Raises:
        ValueError: if the settings or the environment name an unknown language.
    """
    option = _asked_language(arguments)
    settings = None if option else pytest_settings(here)
    ini = None if settings is None else settings.values.get("coro_lang")
    return choose_language(option, None if ini is None else str(ini), environ)


def _asked_language(arguments: list[str]) -> str | None:
    """The value of ``--lang``, wherever it stands; a wrong one is left for click to refuse."""
    for option, following in pairwise([*arguments, ""]):
        name, _, attached = option.partition("=")
        if name == "--lang":
            asked = attached or following
            return asked if asked in LANGUAGES else None
    return None
