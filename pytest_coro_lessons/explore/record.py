"""The record of one run: what happened in each task, and what was unusual."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from ..diagnostics import shorten
from ..network.pipe import Message
from ..operations import Call
from .coming import OnTheWay, Place
from .model import Deviation, DeviationKind, Name, Row, RowKind
from .naming import (
    Labels,
    Who,
    how_a_thread_ended,
    what_it_waits_for,
    where,
    where_it_runs,
    who_waits,
)
from .witness import Witness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .answers import Answer, Option
    from .coming import Coming
    from .loop import ExploringLoop

_MOST_ROWS = 2_000
_FEW = 20
_FROM_OUTSIDE = ("end", "arrival")


class Record(Witness):
    """Remembers what it hears; rows and deviations are asked for when the run has ended."""

    def __init__(self, files: Iterable[str] = ()) -> None:
        self.calls: list[tuple[int, Any, str]] = []
        """For each row that is a start or an end of a call: its place, the call, the kind."""
        self.overtaken: list[tuple[int, int, Place]] = []
        """For each row of what a thread or a connection brought: its place, that of a row of
        another task that came while it was on its way, and where the task it is for waited then."""
        self._on_the_way = OnTheWay()
        self._files = set(files)
        self._labels = Labels()
        self._rows: list[tuple[int, Row]] = []
        self._deviations: list[tuple[Deviation, list[Who], list[Who]]] = []
        self._causes: dict[int, int] = {}
        self._loop: ExploringLoop | None = None
        self._line = ""

    def enter(self, loop: ExploringLoop) -> None:
        self._loop = loop
        loop.observe(self)

    def leave(self) -> None:
        if self._loop is not None:
            self._loop.observe(None)

    # What an observer of a loop is told.

    def run(self, handle: asyncio.Handle) -> None:
        coming = self._on_the_way.take(handle)
        if coming is not None:
            self._arrives(coming)
        handle._run()  # noqa: SLF001 - that is what an observer does

    def created(self, task: Any, coroutine: object) -> None:
        del coroutine
        self._labels.see(task)

    def blocks(self) -> None:
        """Nothing: time that passes in the loop's thread is no choice."""

    def blocked(self, start_ns: int) -> None:
        """Nothing, either."""

    @property
    def seconds(self) -> float:
        """Virtual seconds that the run took."""
        return self._loop.time() if self._loop is not None else 0.0

    # What happened.

    def started(self, call: Call) -> None:
        self._call(call, "start")

    def ended(self, call: Call, answer: object) -> None:
        value = call.error if call.outcome == "failed" else None
        if call.outcome == "ok" and answer is not None:
            value = shorten(answer)
        outcome = cast("Any", call.outcome)
        deviation = self._causes.pop(id(call), None)
        self._call(call, "end", value=value, outcome=outcome, deviation=deviation)

    def _call(self, call: Call, kind: RowKind, **more: Any) -> None:
        place = len(self._rows)
        if self._row(self._current(), kind, str(call), **more):
            self.calls.append((place, call, kind))

    def sent(self, source: object, handle: Any) -> None:
        # What a thread sends is asked for in that thread, where no task is the current one.
        sender = self._current() if isinstance(source, Message) else None
        self._on_the_way.add(source, handle, sender)

    def _arrives(self, coming: Coming) -> None:
        who = self._on_the_way.who(coming.source, coming.handle)
        ended = how_a_thread_ended(coming.handle)
        place = len(self._rows)
        if self._row(who.task, "arrival", who.what, coming.deviation, noun=who.noun, **ended):
            self.overtaken += [(place, *meanwhile) for meanwhile in coming.meanwhile]

    def printed(self, text: str) -> None:
        """Hear what the program prints."""
        *lines, self._line = (self._line + text).split("\n")
        for line in lines:
            self._row(self._current(), "print", line)

    def _current(self) -> Any:
        # Named, because a worker's thread has no running loop.
        return asyncio.current_task(self._loop)

    def _row(
        self, task: Any, kind: RowKind, what: str, deviation: int | None = None, **more: Any
    ) -> bool:
        """Write a row, unless there are too many already."""
        if self._loop is None or len(self._rows) >= _MOST_ROWS:
            return False
        row = Row(self._loop.time(), "", kind, what, deviation=deviation, **more)
        if kind in _FROM_OUTSIDE:
            self._tell_who_is_overtaken(task)
        self._rows.append((self._labels.see(task), row))
        return True

    def _tell_who_is_overtaken(self, task: Any) -> None:
        """Note where others wait, for whom something is on its way, while this one gets on."""
        for coming in self._on_the_way:
            other = self._on_the_way.who(coming.source, coming.handle).task
            if task is not None and other not in (None, task) and len(coming.meanwhile) < _FEW:
                coming.meanwhile.append((len(self._rows), where(other, self._files)))

    # What was unusual.

    def chose(self, options: Sequence[Option], pick: int) -> None:
        if pick == 0:
            return
        option, usual = options[pick], options[0]
        came = self._who(option)
        before = [who for who in self._who(usual) if who not in came]
        self._deviate("order", came, before)
        self._caused(*option.answers)
        if option.timers:
            # A timer has no row of its own, but for one that is the unusual thing.
            for who in came[len(option.answers) :]:
                self._row(who.task, "timer", who.what, deviation=len(self._deviations) - 1)

    def _who(self, option: Option) -> list[Who]:
        timers = self._next_timers() if option.timers else []
        return [*map(self._on_the_way.who_gets, option.answers), *map(who_waits, timers)]

    def _next_timers(self) -> list[Any]:
        return self._loop.next_timers() if self._loop is not None else []

    def came_in_turn(self, answer: Answer) -> None:
        self._deviate("turn", [self._on_the_way.who_gets(answer)], [])
        self._caused(answer)

    def _caused(self, *answers: Answer) -> None:
        """Mark the rows of what comes by the latest deviation."""
        for answer in answers:
            self._mark(answer.source, *answer.handles)

    def _mark(self, source: object, *handles: Any) -> None:
        latest = len(self._deviations) - 1
        if isinstance(source, Call):
            self._causes[id(source)] = latest
        for handle in handles:
            self._on_the_way.cause(handle, latest)

    def tied(self, usual: Any, first: Any) -> None:
        self._deviate("tie", [who_waits(first)], [who_waits(usual)])
        who = who_waits(first)
        self._row(who.task, "timer", who.what, deviation=len(self._deviations) - 1)

    def held(self, source: object, handle: Any) -> None:
        if handle is None:
            who = Who(self._current(), str(source))
        else:
            who = self._on_the_way.who(source, handle)
        self._deviate("held", [], [who])
        self._mark(source, handle)

    def cut(self, size: int, pick: int) -> None:
        who = Who(self._current(), str(size), noun="bytes")
        self._deviate("cut", [who], [], number=pick, place=where_it_runs(self._files))
        self._row(who.task, "cut", who.what, len(self._deviations) - 1, noun=who.noun)

    def reversed_sets(self) -> None:
        self._deviate("sets", [], [])

    def cancelled(self, task: Any, point: int) -> tuple[str | None, int | None]:
        waits = what_it_waits_for(task)
        self._deviate("cancel", [], [waits], number=point)
        self._row(task, "cancel", waits.what, deviation=len(self._deviations) - 1)
        return where(task, self._files)

    def collected(self) -> None:
        self._deviate("garbage", [], [])

    def _deviate(
        self,
        kind: DeviationKind,
        came: list[Who],
        before: list[Who],
        number: int | None = None,
        place: Place | None = None,
    ) -> None:
        file, line = place or where(before[0].task if before else None, self._files)
        at = self._loop.time() if self._loop is not None else 0.0
        deviation = Deviation(kind, at, file=file, line=line, number=number)
        self._deviations.append((deviation, self._numbered(came), self._numbered(before)))

    def _numbered(self, whos: list[Who]) -> list[Who]:
        see = self._labels.see
        return [
            who._replace(task=see(who.task), awaited=tuple(map(see, who.awaited))) for who in whos
        ]

    # When the run has ended.

    def rows(self) -> tuple[Row, ...]:
        labels = self._labels.labels()
        return tuple(replace(row, task=labels[task]) for task, row in self._rows)

    def tasks(self) -> tuple[str, ...]:
        """Return the columns, in the order in which their tasks first did something."""
        return tuple(dict.fromkeys(row.task for row in self.rows()))

    def called(self, name: str) -> str:
        """Return the column of the task with a name of asyncio's."""
        return self._labels.called(name)

    def deviations(self) -> tuple[Deviation, ...]:
        labels = self._labels.labels()

        def names(whos: list[Who]) -> tuple[Name, ...]:
            return tuple(Name(labels[who.task], _what(who, labels), who.noun) for who in whos)

        return tuple(
            replace(deviation, came=names(came), before=names(before))
            for deviation, came, before in self._deviations
        )


def _what(who: Who, labels: dict[int, str]) -> str:
    return ", ".join(labels[task] for task in who.awaited) or who.what
