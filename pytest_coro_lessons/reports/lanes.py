"""What is told of an order in which a program fails: sentences, and the text of each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_coro_lessons.explore import LostTaskError, Name, only_one
from pytest_coro_lessons.reports.cells import tame
from pytest_coro_lessons.reports.sentences import seconds
from pytest_coro_lessons.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pytest_coro_lessons.errors import Wait
    from pytest_coro_lessons.explore.model import Deviation, Exploration, Failure, Row

_TOLD = 2
# What a worker's thread waits for; calls of tasks have the names of the program.
_OF_THREADS = ("lock", "thread")


class Told:
    """A failure in the words of one language."""

    def __init__(
        self,
        exploration: Exploration,
        failure: Failure,
        language: str,
        shown: Callable[[str], str] = str,
    ) -> None:
        self.failure = failure
        self.texts = Texts(__package__, language)
        self._exploration = exploration
        self._shown = shown

    def headline(self) -> str:
        failure, tried = self.failure, self._exploration.tried
        if failure.stage == "replay":
            return self.texts("lanes.replayed", token=str(failure.token))
        if failure.stage == "default":
            return self.texts("lanes.usual_fails")
        return self.texts("lanes.headline", index=failure.index, tried=tried)

    def sentences(self) -> Iterator[str]:
        failure = self.failure
        if failure.error is not None:
            yield self.error()
        if failure.deviations:
            yield self.unusual()
        if failure.cycle:
            yield self.texts("lanes.cycle", names=self._cycle())
        elif failure.line is not None and failure.came_in is not None:
            yield self._came_in()
        if not failure.repeats:
            yield self.texts("lanes.not_repeated")

    def again(self, command: str | None) -> str | None:
        """Tell how to run this order once more; the token itself if there is no command."""
        if self.failure.stage == "default":
            return None
        return self.texts("lanes.replay", command=command or str(self.failure.token))

    def error(self) -> str:
        """Tell the first line of what the program raised; a stall in the reader's words."""
        failure = self.failure
        if failure.outcome in ("stalled", "busy", "limit"):
            return self._without_end()
        assert failure.error is not None, "unreachable because the caller looked"
        if isinstance(failure.error, LostTaskError):
            return self.texts("lanes.lost", task=failure.error.task)
        error = only_one(failure.error)
        lines = str(error).strip().splitlines()
        name = type(error).__name__
        if lines and isinstance(error, AssertionError):
            return lines[0]
        return f"{name}: {lines[0]}" if lines else name

    def _without_end(self) -> str:
        failure = self.failure
        # Who waits for another task is not what it hangs on.
        waits = [wait for wait in failure.waits if not wait.tasks]
        told = [self._wait(wait) for wait in waits[:_TOLD]]
        listed = f": {', '.join(told)}" if told and not failure.cycle else ""
        return self.texts(f"lanes.{failure.outcome}", at=seconds(failure.at), waits=listed)

    def _wait(self, wait: Wait) -> str:
        if wait.call in _OF_THREADS:
            thread = self.texts("nouns.thread", what=wait.task.removeprefix("thread "))
            return f"{thread} ({self.texts(f'nouns.for_{wait.call}')})"
        return f"{wait.task} ({wait.call or 'Future'})"

    def unusual(self) -> str:
        deviations = self.failure.deviations
        told = [self._deviation(one) for one in deviations[:_TOLD]]
        more = len(deviations) - len(told)
        if more:
            told.append(self.texts("lanes.more", count=more))
        return self.texts("lanes.unusual", count=len(deviations), things="; ".join(told))

    def _deviation(self, deviation: Deviation) -> str:
        if deviation.kind == "cancel":
            return self._cancellation(deviation)
        values = {
            "came": self._listed(deviation.came),
            "before": self._listed(deviation.before),
            "number": deviation.number,
            "count": len(deviation.came),
            "place": "" if deviation.file is None else f" ({self._place_of(deviation)})",
        }
        kind = deviation.kind
        if kind == "order" and not deviation.before:
            return self.texts("lanes.early", **values)
        if kind == "cut" and deviation.number == 1:
            return self.texts("lanes.byte_by_byte", **values)
        if kind == "cut" and deviation.number is not None:
            values["number"] = deviation.number - 1
        return self.texts(f"lanes.{kind}", **values)

    def _listed(self, names: Sequence[Name]) -> str:
        if len(names) <= _TOLD:
            return ", ".join(map(self._name, names))
        return self.texts("lanes.and_more", name=self._name(names[0]), count=len(names) - 1)

    def _name(self, name: Name) -> str:
        return str(Name(name.task, self._what(name)))

    def _what(self, named: Name | Row) -> str:
        """Return what came, in the reader's words where it is no code."""
        return self.texts(f"nouns.{named.noun}", what=named.what) if named.noun else named.what

    def _cancellation(self, deviation: Deviation) -> str:
        waited_for = ", ".join(name.what for name in deviation.before)
        return self.texts("lanes.cancel", what=waited_for, place=self._place_of(deviation))

    def _place_of(self, deviation: Deviation) -> str:
        return self._place(deviation.file, deviation.line)

    def _came_in(self) -> str:
        place = self._place(self.failure.file, self.failure.line)
        waiting, came = self.failure.waiting, self.failure.came_in
        assert waiting is not None, "unreachable because it is known who came in"
        assert came is not None, "unreachable because the caller looked"
        return self.texts("lanes.came_in", place=place, waiting=waiting.task, came=self._name(came))

    def _place(self, file: str | None, line: int | None) -> str:
        return f"{self._shown(file)}:{line}" if file is not None else "?"

    def _cycle(self) -> str:
        cycle = self.failure.cycle
        return " → ".join((*cycle, cycle[0]))

    # Rows.

    def rows(self) -> tuple[list[Row], int]:
        """Return the rows to be shown, and how many of the first ones are as usual."""
        return self.failure.telling_rows()

    def cell(self, row: Row) -> str:
        what = tame(self._what(row))
        if row.kind == "start":
            return f"{what} {self.texts('lanes.never')}"
        if row.kind == "cancel":
            return "cancel()"
        if row.outcome == "cancelled":
            return f"{what} ✗ {self.texts('lanes.cancelled')}"
        if row.outcome == "failed":
            return f"{what} ✗ {tame(row.value or '')}"
        if row.kind == "print":
            return f"“{what}”"
        return f"{what} → {tame(row.value)}" if row.value is not None else what

    def is_who_came_in(self, row: Row) -> bool:
        came_in = self.failure.came_in
        return came_in is not None and came_in == Name(row.task, row.what, row.noun)

    def concerned(self) -> list[str]:
        """Return the tasks that the sentences are about."""
        failure = self.failure
        named = [failure.waiting, failure.came_in]
        for deviation in failure.deviations:
            named += [*deviation.came, *deviation.before]
        return list(dict.fromkeys([*failure.cycle, *(name.task for name in named if name)]))
