"""The tables of the project's README: what they say can be typed, in both languages."""

import re
import shlex
from pathlib import Path

import click
import pytest

from pytest_coro_lessons.commands import cli
from pytest_coro_lessons.plugin.options import add_options
from pytest_coro_lessons.reports.formats import FORMATS
from pytest_coro_lessons.texts import Texts

from .conftest import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
READINGS = {"en": ROOT / "README.md", "es": ROOT / "README.es.md"}
ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


def typed_in(language, program):
    """The commands in the first column of the tables."""
    rows = ROW.findall(READINGS[language].read_text(encoding="utf-8"))
    return [row for row in rows if row.split()[0] == program]


def parsed(command, language):
    """Let click take a command line to pieces, and run nothing."""
    _, *arguments = shlex.split(command)
    group = cli.build_commands(Texts(COMMANDS, language))
    context = group.make_context("coro-lessons", [*arguments])
    while isinstance(context.command, click.Group) and context._protected_args:
        name, found, rest = context.command.resolve_command(
            context, [*context._protected_args, *context.args]
        )
        context = found.make_context(name, [*rest], parent=context)
    return context


@pytest.mark.parametrize("command", typed_in("en", "coro-lessons"))
def test_the_command_takes_what_the_tables_say(command, monkeypatch):
    monkeypatch.chdir(ROOT)

    assert parsed(command, "en").command.name in command or command == "coro-lessons"


@pytest.mark.parametrize("command", typed_in("en", "pytest"))
def test_pytest_knows_the_options_that_the_tables_say(command):
    parser = pytest.Parser(_ispytest=True)
    add_options(parser)

    options = [word for word in shlex.split(command) if word.startswith("--coro")]
    arguments = shlex.split(command)[shlex.split(command).index(options[0]) :] if options else []
    assert not parser.parse_known_and_unknown_args(arguments)[1]


@pytest.mark.parametrize("program", ["coro-lessons", "pytest"])
def test_both_languages_have_the_same_commands(program):
    def neutral(command):
        return re.sub(r"(--coro-lang) \w+", r"\1", command).replace("lección", "lesson")

    english, spanish = ([*map(neutral, typed_in(code, program))] for code in READINGS)
    assert english == spanish


@pytest.mark.parametrize("language", READINGS)
def test_every_format_has_its_line(language):
    rows = ROW.findall(READINGS[language].read_text(encoding="utf-8"))

    assert [row for row in rows if row in FORMATS] == list(FORMATS)
