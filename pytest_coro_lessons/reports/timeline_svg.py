"""A timeline as a figure of the HTML report: where everything stands, and what is said about it.

Rule: this module measures and tells; the markup, and with it the escaping, is the template's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_coro_lessons.reports import scale
from pytest_coro_lessons.reports.cells import fitted, width_of
from pytest_coro_lessons.reports.rows import GOOD_ENDS, intended_timeline, rows_of
from pytest_coro_lessons.reports.sentences import Teller, seconds
from pytest_coro_lessons.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_coro_lessons.reports.rows import IntendedBar, Row, Rows
    from pytest_coro_lessons.timeline import Segment

MAX_ROWS = 24

# All lengths are in the units of the figure's viewBox; the page scales them.
_WIDTH = 760
_ROW = 26
_HEADING = 26
_AXIS = 24
_NAMES = 196
_LENGTHS = 66
_INDENT = 12
# The widest letter of the fonts of the page, at their sizes.
_LETTER = 7.6
_SMALL_LETTER = 6.8
_NARROWEST = 2.0
_MARK = 8.0

_MARKS = {"cancelled": "✗", "failed": "!", "running": "▸"}


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of a bar; ``text`` is what it waits for, if it fits in."""

    state: str
    x: float
    width: float
    text: str = ""

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def text_width(self) -> float:
        return round(width_of(self.text) * _SMALL_LETTER + 6, 1)


@dataclass(frozen=True, slots=True)
class Mark:
    """How a bar ended, if not well."""

    outcome: str
    sign: str
    x: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the figure, and the same in words."""

    y: float
    indent: float
    name: str
    full_name: str
    length: str
    boxes: tuple[Box, ...]
    marks: tuple[Mark, ...]
    sentence: str
    place: str
    start: str
    end: str
    outcome: str
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one program; ``title`` tells yours from the intended one if there are both."""

    title: str
    headline: str
    y: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Figure:
    """All of it, ready for the template."""

    headline: str
    notes: tuple[str, ...]
    ticks: tuple[Tick, ...]
    parts: tuple[Part, ...]
    states: tuple[str, ...]
    """States and ends that occur, for the legend."""
    height: float
    width: float = _WIDTH
    first: float = _NAMES
    last: float = _WIDTH - _LENGTHS
    row: float = _ROW


def figure(
    timeline: Timeline,
    *,
    language: str,
    intended: Timeline | Iterable[IntendedBar] | None = None,
) -> Figure:
    """Measure and tell a timeline, and below it on the same scale the intended one."""
    if intended is not None and not isinstance(intended, Timeline):
        intended = intended_timeline(intended)
    teller = Teller(timeline, language)
    rows = rows_of(timeline, MAX_ROWS)
    tellers = [(teller, rows)]
    titles = [""]
    if intended is not None:
        tellers.append((Teller(intended, language), rows_of(intended, MAX_ROWS // 2)))
        titles = [teller.texts(f"timeline.{key}") for key in ("yours", "intended")]
    total = max(one.timeline.seconds for one, _ in tellers)
    drawing = _Drawing(total)
    parts = tuple(
        drawing.part(title, who, found) for title, (who, found) in zip(titles, tellers, strict=True)
    )
    return Figure(
        headline=teller.headline(),
        notes=tuple(teller.notes(rows.folded)),
        ticks=tuple(drawing.ticks()),
        parts=parts,
        states=drawing.seen,
        height=drawing.y + 4,
    )


class _Drawing:
    """One figure while it is measured; ``y`` is where the next thing goes."""

    def __init__(self, total: float) -> None:
        self.y: float = _AXIS
        self._total = total
        self._seen: set[str] = set()

    @property
    def seen(self) -> tuple[str, ...]:
        order = ("blocking", "ready", "sleeping", "waiting", "inside", *_MARKS)
        return tuple(state for state in order if state in self._seen)

    def ticks(self) -> Iterator[Tick]:
        if self._total > 0:
            for value in scale.ticks(self._total, most=8):
                yield Tick(self._x(value), f"{seconds(value)} s")

    def part(self, title: str, teller: Teller, found: Rows) -> Part:
        top = self.y
        if title:
            self.y += _HEADING
        return Part(
            title, teller.headline(), top + 17, tuple(self._bar(row, teller) for row in found.rows)
        )

    def _bar(self, row: Row, teller: Teller) -> Bar:
        y, self.y = self.y, self.y + _ROW
        indent = min(row.depth, 5) * _INDENT
        first = row.spans[0]
        boxes = tuple(self._boxes(row, teller))
        marks = tuple(self._marks(row))
        self._seen.update(box.state for box in boxes)
        self._seen.update(mark.outcome for mark in marks)
        name = teller.label(row)
        return Bar(
            y=y,
            indent=indent,
            name=fitted(name, int((_NAMES - indent - 8) / _LETTER), "…"),
            full_name=name,
            length=f"{seconds(row.end - row.start)} s",
            boxes=boxes,
            marks=marks,
            sentence=teller.sentence(row),
            place="" if row.folded else teller.short_place(first.file, first.line),
            start=seconds(row.start),
            end=seconds(row.end),
            outcome=teller.outcome(row),
            states=teller.states(row),
        )

    def _boxes(self, row: Row, teller: Teller) -> Iterator[Box]:
        if not row.folded:
            for start, end in _gaps(row):
                yield self._box("inside", start, end)
        for part in row.segments:
            box = self._box(part.state, part.start, part.end)
            is_telling = part.state in ("waiting", "blocking") and not row.folded
            yield self._lettered(box, part, teller) if is_telling else box

    def _box(self, state: str, start: float, end: float) -> Box:
        x = min(self._x(start), _WIDTH - _LENGTHS - _NARROWEST)
        return Box(state, x, round(max(self._x(end) - x, _NARROWEST), 1))

    def _lettered(self, box: Box, part: Segment, teller: Teller) -> Box:
        text = teller.what(part)
        lettered = Box(box.state, box.x, box.width, text)
        return lettered if lettered.text_width + 8 <= box.width else box

    def _marks(self, row: Row) -> Iterator[Mark]:
        for span in row.spans:
            if span.outcome not in GOOD_ENDS:
                x = max(self._x(span.end) - _MARK, _NAMES + _MARK)
                yield Mark(span.outcome, _MARKS[span.outcome], x)

    def _x(self, at: float) -> float:
        room = _WIDTH - _NAMES - _LENGTHS
        return round(_NAMES + (at / self._total * room if self._total > 0 else 0), 1)


def _gaps(row: Row) -> Iterator[tuple[float, float]]:
    """Yield from when to when a row is under way without a wait of its own."""
    at = row.start
    for part in sorted(row.segments, key=lambda one: one.start):
        if part.start > at:
            yield at, part.start
        at = max(at, part.end)
    if row.end > at or row.start == row.end:
        yield at, row.end
