"""The terminal that the commands print to."""

from __future__ import annotations

from rich.console import Console


def console() -> Console:
    """Make a console that leaves our text alone: no highlighted numbers, no emoji codes.

    rich itself takes colour away for NO_COLOR, TERM=dumb and anything that is no terminal.
    """
    return Console(highlight=False, emoji=False)
