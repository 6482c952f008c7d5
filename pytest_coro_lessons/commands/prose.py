"""Prose in a terminal."""

from __future__ import annotations

import shutil
import textwrap

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
    from rich.markdown import Markdown

    screen = Console(width=width())
    screen.print(Markdown(text, hyperlinks=screen.is_terminal))
