"""Prose in a terminal."""

from __future__ import annotations

import re
import shutil
import textwrap

import click

_FENCED = re.compile(r"^(```.*?^```)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_WIDEST = 88  # longer lines are hard to read


def width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)


def wrapped(text: str) -> str:
    """Fold the prose to the terminal; lines of code, which are indented, stay as they are."""
    lines = text.strip("\n").splitlines()
    return "\n".join(line if line[:1] == " " else textwrap.fill(line, width()) for line in lines)


def show_markdown(text: str) -> None:
    """Print a reading, without colour or signs that the terminal does not have."""
    # Not at the top: most commands need no rich.
    from rich.console import Console

    from pytest_coro_lessons.commands.code_blocks import Markdown

    screen = Console(width=width())
    if screen.color_system is None or screen.no_color:
        text = _with_backticks(text)
    # In the colours of the terminal, whatever it has behind the letters.
    reading = Markdown(text, code_theme="ansi_dark", hyperlinks=screen.is_terminal)
    with screen.capture() as shown:
        screen.print(reading, crop=False)
    for line in shown.get().splitlines():
        click.echo(line.rstrip())


def _with_backticks(text: str) -> str:
    """Let code in a sentence keep its backticks, where no colour tells it from the words."""
    parts = _FENCED.split(text)
    return "".join(
        part if part.startswith("```") else _CODE.sub(r"`` `\1` ``", part) for part in parts
    )
