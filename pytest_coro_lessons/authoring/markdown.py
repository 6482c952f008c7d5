"""What readings are made of: headings, code blocks, figures and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pytest_coro_lessons.authoring.places import line_at

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = re.compile(
    r"^(?:<!-- timeline: (?P<call>[^\n]+) -->\n)?```(?P<kind>\w*)[^\n]*\n(?P<body>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_HEADING = re.compile(r"^(?P<marks>#+) ", re.MULTILINE)
_ROW = re.compile(r"^\|(?P<cells>.*)\|$")


class Heading(NamedTuple):
    """A heading's level and line."""

    level: int
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code.

    Attributes:
        call: For a figure, the call that it shows; its words differ from language to language.
        start: Where its first line begins in the text.
        line: The line of that.
        follows: It stands right after the block before it.
    """

    kind: str
    body: str
    call: str | None
    start: int
    line: int
    follows: bool

    @property
    def end(self) -> int:
        return self.start + len(self.body)


def blocks(text: str) -> list[Block]:
    """The code blocks of a reading, in order."""
    found: list[Block] = []
    end = len(text)
    for match in _BLOCK.finditer(text):
        follows = bool(found) and not text[end : match.start()].strip()
        start, kind = match.start("body"), match["kind"]
        line = line_at(text, start)
        found.append(Block(kind, match["body"], match["call"], start, line, follows))
        end = match.end()
    return found


def headings(text: str) -> list[Heading]:
    """The headings outside of code."""
    # As many lines as before, so that the numbers of lines stay right.
    prose = _BLOCK.sub(lambda found: "\n" * found[0].count("\n"), text)
    return [
        Heading(len(found["marks"]), line_at(prose, found.start()))
        for found in _HEADING.finditer(prose)
    ]


def prose(text: str) -> list[str]:
    """The lines outside of code, each without the spaces around it; code becomes empty lines."""
    without = _BLOCK.sub(lambda found: "\n" * found[0].count("\n"), text)
    return [line.strip() for line in without.splitlines()]


class Row(NamedTuple):
    """A row of a table: its cells without marks of code, its line, and which table it is in."""

    cells: tuple[str, ...]
    line: int
    table: int


def rows(text: str) -> Iterator[Row]:
    """The rows of all tables, without their headings."""
    table, height = -1, 0
    for number, line in enumerate(prose(text), 1):
        found = _ROW.match(line)
        if found is None:
            height = 0
            continue
        height += 1
        table += height == 1
        if height > len(("heading", "line below it")):
            yield Row(tuple(plain(cell) for cell in found["cells"].split("|")), number, table)


def plain(text: str) -> str:
    """A text without marks of code, which a title has in a reading and not elsewhere."""
    return text.replace("`", "").strip()
