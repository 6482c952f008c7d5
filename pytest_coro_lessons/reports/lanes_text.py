"""The order in which a program fails, as lanes: a column for each task, a line for what arrives.

Rule: never more lines than asked for. What is as usual goes first, then what comes after the
unusual thing; what is unusual stays.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.explore import from_facts
from pytest_coro_lessons.reports.bars import ASCII, UNICODE
from pytest_coro_lessons.reports.cells import fitted, padded, tame, width_of, wrapped
from pytest_coro_lessons.reports.lanes import Told
from pytest_coro_lessons.reports.sentences import seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pytest_coro_lessons.explore.model import Exploration, Row

_NARROWEST = 40
_MOST_LANES = 4
_FEWEST_ROWS = 3
_TIME = 6
_INDENT = "  "


def render(
    exploration: Exploration,
    *,
    headline: bool = True,
    width: int = 80,
    unicode: bool = True,
    language: str = "en",
    max_lines: int = 12,
    shown: Callable[[str], str] = str,
    replay: str | None = None,
) -> str:
    """Tell the failure of an exploration; an empty text if there is none.

    Args:
        headline: False leaves out the sentence above the lanes, for where the reader knows it.
        width: of the terminal; less than 40 is taken as 40.
        unicode: False writes ASCII characters only.
        shown: makes the path of a file short.
        replay: the command that runs this order again; the token itself if not given.
    """
    if exploration.failure is None:
        return ""
    told = Told(exploration, exploration.failure, language, shown)
    page = _Page(max(width, _NARROWEST), unicode=unicode)
    head = page.lines([told.headline()] if headline else [])
    tail = page.lines(told.sentences())
    again = told.again(replay)
    if again is not None:
        # To be copied whole, so that it is not broken into lines.
        tail.append(page.written(again))
    room = max(_FEWEST_ROWS, max_lines - len(head) - len(tail) - 1)
    return "\n".join([*head, *page.lanes(told, room), *tail])


def render_found(
    facts: Mapping[str, Any],
    *,
    width: int = 80,
    unicode: bool = True,
    language: str = "en",
    replay: str | None = None,
) -> str:
    """Draw the order among the facts of a diagnostic, for whom has read its words.

    An empty text if the diagnostic is about no order.
    """
    if facts.get("order") is None:
        return ""
    return render(
        from_facts(facts["order"]),
        headline=False,
        width=width,
        unicode=unicode,
        language=language,
        replay=replay or f"pytest {facts['test']} --coro-replay {facts['token']}",
    )


class _Page:
    """Lines of a certain width, in Unicode or ASCII."""

    def __init__(self, width: int, *, unicode: bool) -> None:
        self._width = width
        self._signs = UNICODE if unicode else ASCII

    def lines(self, sentences: Iterator[str] | list[str]) -> list[str]:
        return [
            line
            for sentence in sentences
            for line in wrapped(self.written(tame(sentence)), self._width, indent=_INDENT)
        ]

    def lanes(self, told: Told, room: int) -> Iterator[str]:
        rows, usual = told.rows()
        if not rows:
            return
        usual_before, more_after = told.failure.rows_before, told.failure.rows_after
        if len(rows) > room:
            rows, usual = _of_those_concerned(told, rows, usual)
        before, kept = _cut(told, rows, usual, room)
        gaps = _gaps(kept, before, len(rows))
        if kept[-1] == len(rows) - 1:
            # Those that are not kept at all were before the last one.
            gaps[-2] += more_after if gaps[-2] else 0
        else:
            gaps[-1] += more_after
        lanes = _lanes(told, [rows[place] for place in kept])
        mark = self.written(f" ← {told.texts('lanes.mark')}")
        column = (self._width - _TIME - width_of(mark)) // len(lanes)
        names = [tame(lane) or told.texts("lanes.others") for lane in lanes]
        yield self._line("t", names, column).rstrip()
        if before + usual_before:
            count = before + usual_before
            yield self.written(f"{_INDENT}… {told.texts('lanes.as_usual', count=count)}")
        for gap, place in zip(gaps, [*kept, None], strict=True):
            if gap:
                yield self.written(f"{_INDENT}… {told.texts('lanes.rows_more', count=gap)}")
            if place is not None:
                yield self._row(told, rows[place], lanes, column, mark)

    def _row(self, told: Told, row: Row, lanes: list[str], column: int, mark: str) -> str:
        lane = lanes.index(row.task if row.task in lanes else "")
        shared = not lanes[lane] and row.task
        cell = f"{tame(row.task)}: {told.cell(row)}" if shared else told.cell(row)
        cells = ["" if place != lane else cell for place in range(len(lanes))]
        line = self._line(seconds(round(row.at, 3)), cells, column)
        return line + mark if row.deviation is not None else line.rstrip()

    def _line(self, time: str, cells: Sequence[str], column: int) -> str:
        written = [fitted(self.written(cell), column - 1, self._signs.ellipsis) for cell in cells]
        return f"{time.rjust(_TIME - 2)}  " + "".join(padded(cell, column) for cell in written)

    def written(self, text: str) -> str:
        """Write a text in the signs that there are."""
        if self._signs is ASCII:
            for sign, plain in (("→", "->"), ("←", "<-"), ("✗", "x")):
                text = text.replace(sign, plain)
        return self._signs.written(text)


def _cut(told: Told, rows: list[Row], usual: int, room: int) -> tuple[int, list[int]]:
    """Choose the rows that there is room for.

    Returns:
        How many of the first ones are left out, as usual; and the places of those that stay.
    """
    if len(rows) <= room:
        return 0, list(range(len(rows)))
    before = min(usual, len(rows) - room + 1)
    room -= before > 0
    kept: list[int] = []
    for place in _most_telling_first(told, rows, before):
        longer = sorted({*kept, place})
        if _lines_of(longer, before, len(rows)) <= room:
            kept = longer
        elif len(kept) >= room:
            break
    # A line that says that one is left out has room for that one.
    ends = [before - 1, *kept, len(rows)]
    alone = [place - 1 for last, place in pairwise(ends) if place - last == 2]
    return before, sorted([*kept, *alone])


def _most_telling_first(told: Told, rows: list[Row], before: int) -> Iterator[int]:
    """Yield places: what is unusual, who came in, how it ended, and the others in order."""
    places = range(before, len(rows))
    yield from (place for place in places if rows[place].deviation is not None)
    yield from [place for place in places if told.is_who_came_in(rows[place])][:1]
    yield len(rows) - 1
    yield from places


def _lines_of(places: list[int], start: int, end: int) -> int:
    """Count the lines for these of some rows, with one for each gap."""
    return len(places) + sum(gap > 0 for gap in _gaps(places, start, end))


def _gaps(places: list[int], start: int, end: int) -> list[int]:
    """Return how many rows are left out before each of these places, and after the last one."""
    return [place - last - 1 for last, place in pairwise([start - 1, *places, end])]


def _of_those_concerned(told: Told, rows: list[Row], usual: int) -> tuple[list[Row], int]:
    concerned = told.concerned()
    kept = [(place < usual, row) for place, row in enumerate(rows) if row.task in concerned]
    if not kept:
        return rows, usual
    return [row for _, row in kept], sum(as_usual for as_usual, _ in kept)


def _lanes(told: Told, rows: list[Row]) -> list[str]:
    """Return the columns; the last one, without a name, is for all tasks that got none."""
    tasks = [task for task in told.failure.tasks if any(row.task == task for row in rows)]
    if len(tasks) <= _MOST_LANES:
        return tasks
    names = told.concerned()
    chosen = [task for task in dict.fromkeys([*names, *tasks]) if task in tasks]
    first = set(chosen[: _MOST_LANES - 1])
    return [*(task for task in tasks if task in first), ""]
