"""The order in which a program fails, as lanes: a column for each task, a line for what arrives.

Rule: never more lines than asked for. What is as usual goes first, then what comes after the
unusual thing; what is unusual stays.
"""

from __future__ import annotations

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
_FEWEST_ROWS = 2
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
        before, head, after, tail = _cut(rows, usual, room)
        lanes = _lanes(told, [*head, *tail])
        mark = self.written(f" ← {told.texts('lanes.mark')}")
        column = (self._width - _TIME - width_of(mark)) // len(lanes)
        names = [tame(lane) or told.texts("lanes.others") for lane in lanes]
        yield self._line("t", names, column).rstrip()
        if before + usual_before:
            count = before + usual_before
            yield self.written(f"{_INDENT}… {told.texts('lanes.as_usual', count=count)}")
        for row in head:
            yield self._row(told, row, lanes, column, mark)
        if after:
            count = after + more_after
            yield self.written(f"{_INDENT}… {told.texts('lanes.rows_more', count=count)}")
        for row in tail:
            yield self._row(told, row, lanes, column, mark)

    def _row(self, told: Told, row: Row, lanes: list[str], column: int, mark: str) -> str:
        lane = lanes.index(row.task if row.task in lanes else "")
        cell = told.cell(row) if lanes[lane] else f"{tame(row.task)}: {told.cell(row)}"
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


def _cut(rows: list[Row], usual: int, room: int) -> tuple[int, list[Row], int, list[Row]]:
    """Cut rows to what there is room for.

    Returns:
        How many of the first ones are left out, as usual; those that follow; how many are left out
        then; and the last one, which tells how it ended.
    """
    if len(rows) <= room:
        return 0, rows, 0, []
    before = min(usual, len(rows) - room + 1)
    rest = rows[before:]
    room -= before > 0
    if len(rest) <= room:
        return before, rest, 0, []
    head = max(1, room - 2)
    return before, rest[:head], len(rest) - head - 1, rest[-1:]


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
