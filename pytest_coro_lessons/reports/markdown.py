"""Our words as Markdown.

Rule: nothing that a learner typed can leave its place or become markup.
"""

from __future__ import annotations

import re

from pytest_coro_lessons.reports.cells import tame

_LONGEST_PART = 4_000
_SPECIAL = re.compile(r"[\\*_\[\]<>#|~$&@]")
_FENCE = re.compile(r"`{3,}")


def prose(text: str) -> str:
    """Write a text into Markdown; only its code, between backticks, stays what it is."""
    parts = tame(text)[:_LONGEST_PART].split("`")
    if len(parts) % 2 == 0:
        return "".join(map(_escaped, parts))
    return "`".join(part if number % 2 else _escaped(part) for number, part in enumerate(parts))


def block(text: str) -> str:
    """Show a text line by line as it is, whatever fences it holds itself."""
    longest = max((len(found) for found in _FENCE.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}text\n{text.rstrip()}\n{fence}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)
