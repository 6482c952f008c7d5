"""One row of a timeline as characters, one for each column of a terminal.

Rule: what stops others is never hidden: however short, a blocking stretch takes a column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from pytest_coro_lessons.reports.cells import in_ascii, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pytest_coro_lessons.reports.rows import Row
    from pytest_coro_lessons.timeline import Segment
    from pytest_coro_lessons.timeline.model import Outcome, State

Role: TypeAlias = (
    "State | Literal['inside', 'cancelled', 'failed', 'running', 'headline', 'note', 'axis'] | None"
)
"""What a piece of text stands for, so that whoever writes it can colour it."""

Piece: TypeAlias = tuple[str, Role]
Line: TypeAlias = list[Piece]


@dataclass(frozen=True, slots=True)
class Signs:
    """The characters that bars are made of."""

    states: Mapping[Role, str]
    ends: Mapping[str, str]
    opening: str
    next_wait: str
    instant: str
    ellipsis: str

    @property
    def legend(self) -> dict[Role, str]:
        """The signs that need a word, in the order of how much they matter."""
        bad_ends: tuple[Role, ...] = ("cancelled", "failed", "running")
        return {**self.states, **{end: self.ends[str(end)] for end in bad_ends}}

    def written(self, text: str) -> str:
        return text if self is UNICODE else in_ascii(text)


UNICODE = Signs(
    states={"blocking": "█", "ready": "░", "sleeping": "─", "waiting": "·", "inside": "┄"},
    ends={"ok": "┤", "ended": "┤", "cancelled": "✗", "failed": "!", "running": ">"},
    opening="├",
    next_wait="┼",
    instant="│",
    ellipsis="…",
)
ASCII = Signs(
    states={"blocking": "#", "ready": ":", "sleeping": "-", "waiting": ".", "inside": "_"},
    ends={"ok": "]", "ended": "]", "cancelled": "x", "failed": "!", "running": ">"},
    opening="[",
    next_wait="+",
    instant="|",
    ellipsis="..",
)


def fits(encoding: str | None) -> bool:
    """Tell whether the Unicode form can be written in an encoding."""
    signs = "".join((*UNICODE.states.values(), *UNICODE.ends.values(), "├┼│…×"))
    try:
        signs.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Canvas:
    """Room for bars: so many columns for so many virtual seconds."""

    columns: int
    total: float
    signs: Signs

    def column(self, at: float) -> int:
        if self.total <= 0:
            return 0
        last = self.columns - 1
        return min(round(at / self.total * last), last)

    def bar(self, row: Row, what: Callable[[Segment], str]) -> list[Piece]:
        """Draw a row, one piece for each column; ``what`` tells what a segment waits for."""
        bar: list[Piece] = [(" ", None)] * self.columns
        first, last = self.column(row.start), self.column(row.end)
        if not row.folded:
            self._fill(bar, first, last + 1, "inside")
        for part in row.segments:
            begin, end = self._draw(bar, part, first, last)
            if part.state in ("waiting", "blocking") and not row.folded:
                self._write(bar, part.state, what(part), max(begin, first + 1), end)
        if row.folded:
            self._mark_ends(bar, row)
        else:
            self._mark_next_waits(bar, row)
            self._close(bar, row, first, last)
        return bar

    def _fill(self, bar: list[Piece], begin: int, end: int, role: Role) -> None:
        bar[begin:end] = [(self.signs.states[role], role)] * (end - begin)

    def _draw(self, bar: list[Piece], part: Segment, first: int, last: int) -> tuple[int, int]:
        begin, end = self.column(part.start), self.column(part.end)
        if part.state == "blocking" and last - first > 1:
            # Neither does it vanish under the ends of the bar.
            begin = max(first + 1, min(begin, last - 1))
        end = max(end, begin + 1)
        self._fill(bar, begin, end, part.state)
        return begin, end

    def _write(self, bar: list[Piece], role: Role, what: str, begin: int, end: int) -> None:
        """Say in the bar what it waits for, if there is room for all of it."""
        text = f" {self.signs.written(what)} "
        room = end - begin
        if width_of(text) == len(text) <= room - 4:
            at = begin + (room - len(text)) // 2
            bar[at : at + len(text)] = [(sign, role) for sign in text]

    def _mark_next_waits(self, bar: list[Piece], row: Row) -> None:
        """Separate waits of the same kind that follow each other, where it is not a crowd."""
        edges = {self.column(part.start) for part in row.segments}
        edges |= {self.column(part.end) for part in row.segments}
        ordered = sorted(edges)
        for before, edge, after in zip(ordered, ordered[1:], ordered[2:], strict=False):
            is_same = bar[edge - 1][1] == bar[edge][1] != "inside"
            if is_same and edge - before > 2 and after - edge > 2:
                bar[edge] = (self.signs.next_wait, bar[edge][1])

    def _close(self, bar: list[Piece], row: Row, first: int, last: int) -> None:
        role = _bad_end(row.outcome)
        if last > first:
            bar[first] = (self.signs.opening, None)
            bar[last] = (self.signs.ends[row.outcome], role)
        elif role is not None:
            bar[first] = (self.signs.ends[row.outcome], role)
        elif bar[first][1] != "blocking":
            bar[first] = (self.signs.instant, None)

    def _mark_ends(self, bar: list[Piece], row: Row) -> None:
        for span in row.spans:
            column = self.column(span.end)
            if role := _bad_end(span.outcome):
                bar[column] = (self.signs.ends[span.outcome], role)
            elif bar[column][0] == " " and self.column(span.start) == column:
                bar[column] = (self.signs.instant, None)


def _bad_end(outcome: Outcome) -> Role:
    return None if outcome == "ok" or outcome == "ended" else outcome


def plain(drawn: Iterable[Line]) -> str:
    """Return lines of pieces as they look without colour."""
    return "\n".join("".join(text for text, _ in line).rstrip() for line in drawn)


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Put neighbours of the same role together."""
    together: list[Piece] = []
    for text, role in pieces:
        if together and together[-1][1] == role:
            together[-1] = (together[-1][0] + text, role)
        else:
            together.append((text, role))
    return together
