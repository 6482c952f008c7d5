"""From a timeline to the rows of a picture: order, depth, and repeats folded into one row.

Rule: nothing disappears without a word. What a row stands for is in ``Row.spans``, what was
folded in ``Folded``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from pytest_coro_lessons.timeline import Segment, Span, Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pytest_coro_lessons.timeline.model import Outcome, State

# Later ones are painted over earlier ones: what stops others must not be hidden by what does not.
PAINTED: tuple[State, ...] = ("sleeping", "waiting", "ready", "blocking")

# Repeats are shown this many times; the next number is for when that is still too much.
_SHOWN = (3, 2, 1)

_NUMBER_AT_END = re.compile(r"[-_ #]*\d+$")
_WORST: tuple[Outcome, ...] = ("failed", "cancelled", "running", "ended", "ok")

GOOD_ENDS: tuple[Outcome, ...] = ("ok", "ended")
"""Those that a picture marks by nothing but the end of the bar."""


class IntendedBar(Protocol):
    """One wait of the shape that an exercise asks for, in virtual seconds."""

    @property
    def name(self) -> str: ...
    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...
    @property
    def outcome(self) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a picture.

    Attributes:
        spans: What the row stands for: one span, or all that are folded into it.
        segments: Theirs, and those of the calls inside them that have no row of their own; in the
            order in which they are painted.
        folded: Whether it stands for the rest of several alike.
    """

    spans: tuple[Span, ...]
    depth: int
    segments: tuple[Segment, ...]
    folded: bool = False

    @property
    def start(self) -> float:
        return min(span.start for span in self.spans)

    @property
    def end(self) -> float:
        return max(span.end for span in self.spans)

    @property
    def outcome(self) -> Outcome:
        """The worst one, if there are several."""
        return min((span.outcome for span in self.spans), key=_WORST.index)


@dataclass(frozen=True, slots=True)
class Folded:
    """Repeats of which only the first ones have a row; ``name`` is empty for a mixed lot.

    Where none is shown, it stands for what is too deep inside of others to have a row.
    """

    name: str
    count: int
    shown: int
    failed: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a timeline, and what was folded to get there."""

    rows: tuple[Row, ...]
    folded: tuple[Folded, ...] = ()


def rows_of(timeline: Timeline, most: int) -> Rows:
    """Lay a timeline out in at most ``most`` rows."""
    spans = _without_wrapper(timeline.spans)
    layout = _Layout(spans, shown=len(spans), alike=True)
    for shown in _SHOWN:
        for alike in (True, False):
            if len(layout.rows) <= most:
                return layout.result()
            layout = _Layout(spans, shown=shown, alike=alike)
    if len(layout.rows) > most:
        depth = max(row.depth for row in layout.rows)
        # The deepest level that still fits; halving, because calls may be a thousand deep.
        deepest = bisect_right(
            range(depth), most, key=lambda deepest: len(_shallow(spans, deepest).rows)
        )
        layout = _shallow(spans, max(0, deepest - 1))
    return layout.cut(most)


def _without_wrapper(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Leave out a test around the one call that it consists of: both bars would be the same."""
    tops = [span for span in spans if span.parent is None]
    if len(tops) != 1 or tops[0].segments or tops[0].outcome not in GOOD_ENDS:
        return spans
    (top,) = tops
    below = [span for span in spans if span.parent == top.id]
    if len(below) != 1 or (below[0].start, below[0].end) != (top.start, top.end):
        return spans
    # They stay in display order, so that the numbers still are their places.
    return tuple(
        replace(span, id=span.id - 1, parent=None if span is below[0] else span.parent - 1)
        for span in spans
        if span.parent is not None
    )


def _shallow(spans: Sequence[Span], deepest: int) -> _Layout:
    return _Layout(spans, shown=_SHOWN[-1], alike=False, deepest=deepest)


def intended_timeline(bars: Iterable[IntendedBar]) -> Timeline:
    """Make a timeline of sleeps from the shape that an exercise asks for."""
    spans = tuple(
        Span(
            id=number,
            kind="call",
            name=bar.name,
            parent=None,
            start=bar.start,
            end=bar.end,
            outcome=bar.outcome,
            segments=(Segment("sleeping", bar.start, bar.end, what=""),),
        )
        for number, bar in enumerate(bars)
    )
    return Timeline(spans, seconds=max((span.end for span in spans), default=0.0))


def family(name: str) -> str:
    """Return what repeats have in common: ``fetch('b', 2)`` is a fetch, ``Task-7`` a Task."""
    function = name.partition("(")[0]
    return _NUMBER_AT_END.sub("", function) or function


class _Layout:
    """One way to lay spans out: how many of those alike are shown, and how deep it goes."""

    def __init__(
        self, spans: Sequence[Span], *, shown: int, alike: bool, deepest: int | None = None
    ) -> None:
        self.rows: list[Row] = []
        self._spans = spans
        self._shown = shown
        self._alike = alike
        self._depths: list[int] = []
        # Which entry of `_members` each span belongs to; None for a task that is not shown.
        self._entry: list[int | None] = []
        self._members: list[list[Span]] = []
        self._inside: list[list[Span]] = []
        self._fold_of: dict[tuple[int | None, str], int] = {}
        self._folds: set[int] = set()
        self._too_deep: list[Span] = []
        self._sizes = Counter(self._group(span) for span in spans)
        met: Counter[tuple[int | None, str]] = Counter()
        for span in spans:
            self._place(span, met, deepest)
        self.rows = [self._row(number) for number in range(len(self._members))]

    def _group(self, span: Span) -> tuple[int | None, str]:
        return span.parent, family(span.name) if self._alike else ""

    def _place(self, span: Span, met: Counter[tuple[int | None, str]], deepest: int | None) -> None:
        parent = span.parent
        depth = 0 if parent is None else self._depths[parent] + 1
        self._depths.append(depth)
        above = None if parent is None else self._entry[parent]
        if parent is not None and (above is None or self._hides_children(above, deepest, depth)):
            # A call is part of what awaits it; a task that has no row is nobody's waiting.
            is_part = above is not None and span.kind == "call"
            self._entry.append(above if is_part else None)
            if above is not None and is_part:
                self._inside[above].append(span)
            if above not in self._folds:
                self._too_deep.append(span)
            return
        group = self._group(span)
        met[group] += 1
        is_folded = self._sizes[group] > self._shown + 1 and met[group] > self._shown
        if is_folded and group in self._fold_of:
            number = self._fold_of[group]
            self._members[number].append(span)
        else:
            number = len(self._members)
            self._members.append([span])
            self._inside.append([])
            if is_folded:
                self._fold_of[group] = number
                self._folds.add(number)
        self._entry.append(number)

    def _hides_children(self, above: int, deepest: int | None, depth: int) -> bool:
        return above in self._folds or (deepest is not None and depth > deepest)

    def _row(self, number: int) -> Row:
        members = self._members[number]
        return Row(
            spans=tuple(members),
            depth=self._depths[members[0].id],
            segments=_painted([*members, *self._inside[number]]),
            folded=number in self._folds,
        )

    def result(self) -> Rows:
        folded = [
            _folded(self._members[row], group[1], self._sizes[group], self._shown)
            for group, row in self._fold_of.items()
        ]
        if self._too_deep:
            folded.append(_folded(self._too_deep, "", len(self._too_deep), 0))
        return Rows(tuple(self.rows), tuple(dict.fromkeys(folded)))

    def cut(self, most: int) -> Rows:
        """Fold whatever is still too much into the last row."""
        laid_out = self.result()
        if len(self.rows) <= most:
            return laid_out
        kept, rest = self.rows[: most - 1], self.rows[most - 1 :]
        spans = tuple(span for row in rest for span in row.spans)
        last = Row(spans, 0, _painted(spans), folded=True)
        return Rows((*kept, last), laid_out.folded)


def _folded(spans: Sequence[Span], name: str, count: int, shown: int) -> Folded:
    outcomes = Counter(span.outcome for span in spans)
    return Folded(name, count, shown, outcomes["failed"], outcomes["cancelled"])


def _painted(spans: Iterable[Span]) -> tuple[Segment, ...]:
    segments = (segment for span in spans for segment in span.segments)
    return tuple(sorted(segments, key=lambda one: (PAINTED.index(one.state), one.start)))
