"""A timeline as lines of a terminal: one row for each task and each call, on one scale.

Rule: no line is wider than asked for, every state has a sign of its own, and colour only adds.
Whether the signs are Unicode or ASCII is decided before anything is written, because pytest
escapes a whole text, line ends included, if one character of it cannot be encoded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_coro_lessons.reports import scale
from pytest_coro_lessons.reports.bars import (
    ASCII,
    UNICODE,
    Canvas,
    Line,
    Piece,
    Role,
    fits,
    joined,
    plain,
)
from pytest_coro_lessons.reports.cells import fitted, padded, width_of, wrapped
from pytest_coro_lessons.reports.rows import intended_timeline, rows_of
from pytest_coro_lessons.reports.sentences import Teller, seconds
from pytest_coro_lessons.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pytest_coro_lessons.reports.bars import Signs
    from pytest_coro_lessons.reports.rows import IntendedBar, Row, Rows
    from pytest_coro_lessons.texts import Texts

__all__ = ["MARKUP", "Line", "Piece", "Role", "fits", "lines", "plain", "render"]

MARKUP: Mapping[Role, Mapping[str, bool]] = {
    "blocking": {"red": True, "bold": True},
    "ready": {"yellow": True},
    "sleeping": {"cyan": True},
    "waiting": {"blue": True},
    "cancelled": {"purple": True},
    "failed": {"red": True, "bold": True},
    "running": {"yellow": True},
    "headline": {"bold": True},
}
"""For pytest's ``TerminalWriter.markup``; a role that is not here has no colour."""

_NARROWEST = 40
_WIDEST_LABEL = 24
# Deeper rows are not indented further, or nothing of their names is left.
_DEEPEST = 5
_AWAKENINGS = 20


def render(
    timeline: Timeline,
    *,
    width: int = 80,
    unicode: bool = True,
    language: str = "en",
    intended: Timeline | Iterable[IntendedBar] | None = None,
    max_rows: int = 12,
    detail: int = 0,
) -> str:
    """Draw a timeline; the arguments are those of :func:`lines`."""
    drawn = lines(
        timeline,
        width=width,
        unicode=unicode,
        language=language,
        intended=intended,
        max_rows=max_rows,
        detail=detail,
    )
    return plain(drawn)


def lines(
    timeline: Timeline,
    *,
    width: int = 80,
    unicode: bool = True,
    language: str = "en",
    intended: Timeline | Iterable[IntendedBar] | None = None,
    max_rows: int = 12,
    detail: int = 0,
) -> list[Line]:
    """Draw a timeline as lines of pieces, each with its role.

    Args:
        timeline: of the program that ran.
        width: of the terminal; less than 40 is taken as 40.
        unicode: False draws with ASCII characters only; see :func:`fits`.
        language: of the reader.
        intended: the shape that the exercise asks for, drawn below on the same scale.
        max_rows: for the bars of both together.
        detail: -1 the headline and the most important note only, 1 who woke whom as well.
    """
    if intended is not None and not isinstance(intended, Timeline):
        intended = intended_timeline(intended)
    signs = UNICODE if unicode else ASCII
    drawing = _Drawing(Teller(timeline, language), signs, max(width, _NARROWEST))
    if detail < 0:
        return list(drawing.brief())
    drawn = list(drawing.whole(intended, max_rows))
    if detail > 0:
        drawn += drawing.awakenings()
    return drawn


class _Drawing:
    """One drawing while it is made."""

    def __init__(self, teller: Teller, signs: Signs, width: int) -> None:
        self._teller = teller
        self._texts: Texts = teller.texts
        self._signs = signs
        self._width = width

    def brief(self) -> Iterator[Line]:
        yield from self._headline(self._teller)
        yield from self._notes(self._teller.notes()[:1])

    def awakenings(self) -> Iterator[Line]:
        told = self._teller.awakenings(_AWAKENINGS)
        if told:
            yield from self._notes([f"{self._texts('timeline.who_woke')}:"])
            yield from self._notes(told, indent="  ")

    def whole(self, intended: Timeline | None, max_rows: int) -> Iterator[Line]:
        teller = self._teller
        parts: list[tuple[Teller, Rows]] = []
        if intended is not None:
            asked = Teller(intended, teller.language)
            parts.append((asked, rows_of(intended, max(1, max_rows // 3))))
            max_rows -= len(parts[0][1].rows)
        own_rows = rows_of(teller.timeline, max_rows)
        parts.insert(0, (teller, own_rows))
        label, length = self._measured(parts)
        canvas = Canvas(
            columns=self._width - label - length - 2,
            total=max(one.timeline.seconds for one, _ in parts),
            signs=self._signs,
        )
        titles = ["yours", "intended"] if intended is not None else [""]
        seen: dict[Role, None] = {}
        for title, (who, found) in zip(titles, parts, strict=True):
            yield from self._headline(who, title)
            if who is teller and canvas.total > 0:
                yield self._axis(canvas, label)
            for row in found.rows:
                bar = canvas.bar(row, who.what)
                seen.update(dict.fromkeys(role for _, role in bar))
                yield self._row(row, who, joined(bar), label, length)
        yield from self._legend(seen)
        yield from self._notes(teller.notes(own_rows.folded))

    def _measured(self, parts: list[tuple[Teller, Rows]]) -> tuple[int, int]:
        """Find how wide the columns for names and for lengths must be."""
        rows = [(row, teller) for teller, found in parts for row in found.rows]
        # No more than two fifths of a narrow terminal, or the bars tell nothing.
        most = min(_WIDEST_LABEL, self._width * 2 // 5)
        wanted = [width_of(self._label(row, teller)) for row, teller in rows]
        wanted.append(width_of(self._written("timeline.axis")))
        return min(most, max(wanted)), max((len(_length(row)) for row, _ in rows), default=0)

    def _headline(self, teller: Teller, title: str = "") -> Iterator[Line]:
        text = self._signs.written(teller.headline())
        if title:
            text = f"{self._written(f'timeline.{title}')}: {text}"
        for line in wrapped(text, self._width):
            yield [(line, "headline")]

    def _axis(self, canvas: Canvas, label: int) -> Line:
        names = [self._written(f"timeline.{key}") for key in ("axis", "axis_short")]
        name = next((name for name in names if width_of(name) <= label), names[-1])
        marks = [" "] * canvas.columns
        for value in scale.ticks(canvas.total, most=max(2, canvas.columns // 8)):
            text = seconds(value)
            # The last one may end at the edge, but none may touch the one before.
            at = min(canvas.column(value), canvas.columns - len(text))
            if all(sign == " " for sign in marks[max(0, at - 1) : at + len(text)]):
                marks[at : at + len(text)] = text
        return [(f"{self._fitted(name, label)} {''.join(marks)}", "axis")]

    def _label(self, row: Row, teller: Teller) -> str:
        return "  " * min(row.depth, _DEEPEST) + self._signs.written(teller.label(row))

    def _row(self, row: Row, teller: Teller, bar: list[Piece], label: int, length: int) -> Line:
        name = self._fitted(self._label(row, teller), label)
        return [(f"{name} ", None), *bar, (f" {_length(row).rjust(length)}", None)]

    def _fitted(self, text: str, width: int) -> str:
        return padded(fitted(text, width, self._signs.ellipsis), width)

    def _legend(self, seen: Iterable[Role]) -> Iterator[Line]:
        """Explain the signs that occur."""
        line: Line = []
        used = 0
        for role, sign in self._signs.legend.items():
            if role not in seen:
                continue
            text = f"{sign} {self._written(f'timeline.{role}')}"
            if line and used + 2 + width_of(text) > self._width:
                yield line
                line, used = [], 0
            if line:
                line.append(("  ", None))
                used += 2
            line.append((text, role))
            used += width_of(text)
        if line:
            yield line

    def _notes(self, notes: Iterable[str], indent: str = "") -> Iterator[Line]:
        for note in notes:
            room = self._width - len(indent)
            for line in wrapped(self._signs.written(note), room, indent="  "):
                yield [(indent + line, "note")]

    def _written(self, key: str) -> str:
        return self._signs.written(self._texts(key))


def _length(row: Row) -> str:
    return f"{seconds(row.end - row.start)} s"
