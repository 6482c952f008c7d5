"""Our texts in pytest's terminal and on its reports."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple

from ..reports.cells import in_ascii

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pytest

    from ..reports.text import Block


# A narrower window, or none at all, is not folded for.
_NARROWEST = 40


class _Crash(NamedTuple):
    """Where and what, in the form in which other plugins look for it."""

    path: str
    lineno: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.lineno}: {self.message}"


class TextForReport:
    """A failure in words, in the place of a traceback.

    JUnit files take the message from ``reprcrash`` and the text from ``str()``; with a plain string
    they would have all of it twice.
    """

    def __init__(self, text: str, path: str, line: int, message: str) -> None:
        self._text = text
        self.reprcrash = _Crash(path, line, message)

    def __str__(self) -> str:
        return self._text

    def toterminal(self, tw: Any) -> None:
        for line in self._text.splitlines():
            tw.line(line)


def write_blocks(reporter: pytest.TerminalReporter, blocks: Iterable[Block], encoding: str) -> None:
    """Write the closing summary under a line of its own."""
    reporter.section("coro-lessons", sep="=")
    width = _width(reporter)
    for number, block in enumerate(blocks):
        if number:
            reporter.write_line("")
        drawn = _by_text(block)
        for line, markup in _marked_up(block):
            for text, colours in drawn.get(line, ()):
                reporter.write(printable(text, encoding), **colours)
            for part in [""] if line in drawn else _folded(line, width):
                reporter.write_line(printable(part, encoding), **markup)


def _width(reporter: pytest.TerminalReporter) -> int | None:
    """The columns of a window that somebody looks at; files and pipes have none."""
    # One less: some terminals break a line that is exactly as wide as they are.
    columns = shutil.get_terminal_size().columns - 1
    # An attribute, which only newer ones of pytest let be called as well.
    return columns if bool(reporter.isatty) and columns >= _NARROWEST else None


def _folded(line: str, width: int | None) -> list[str]:
    """Break a line between words: a terminal would break it within one."""
    if width is None or len(line) <= width:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()))
    # Nothing that is to be clicked or copied is broken.
    return textwrap.wrap(
        line,
        width,
        subsequent_indent=f"{indent}  " if indent else "",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _by_text(block: Block) -> dict[str, list[tuple[str, Mapping[str, bool]]]]:
    """The pieces of each line of the drawing, with how they stand out."""
    if not block.picture:
        return {}
    # Not at the top: most runs have nothing to draw.
    from ..reports.timeline_text import MARKUP, plain

    return {
        plain([line]): [(text, MARKUP.get(role, {})) for text, role in line]
        for line in block.picture
    }


def _marked_up(block: Block) -> Iterator[tuple[str, dict[str, bool]]]:
    """Yield lines and how they stand out, for who sees colours."""
    paragraph = 0
    for number, line in enumerate(block.text.splitlines()):
        paragraph += not line
        markup = {}
        if block.kind == "done":
            markup = {"green": True, "bold": True}
        elif block.kind == "sentence" or (block.kind == "failure" and paragraph == 1):
            markup = {"red": True}
        elif number == 0 and block.kind != "others":
            markup = {"bold": True}
        yield line, markup


def printable(line: str, encoding: str) -> str:
    """Replace what the terminal cannot show: pytest would escape all of the line."""
    try:
        line.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return in_ascii(line)
    return line
