"""Timelines as Chrome trace JSON, which Perfetto and Speedscope open.

Rules of that format: times are whole microseconds, and the slices of one thread nest. A task is a
thread, and a test a process. A call that outlives the call that it stands in, as the body of an
async generator may, gets a thread of its own.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from pytest_coro_lessons.reports.sentences import basename

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_coro_lessons.timeline import Segment, Span, Timeline

_CATEGORIES = {"sleeping": "sleep", "waiting": "wait", "ready": "starved", "blocking": "blocked"}

_Event: TypeAlias = "dict[str, Any]"


def trace(timelines: Iterable[tuple[str, Timeline]]) -> str:
    """Write the timelines of tests, each with the test's name, as one trace."""
    flows = _Numbers()
    events = [
        json.dumps(event, ensure_ascii=False)
        for process, (test, timeline) in enumerate(timelines, start=1)
        for event in _Process(process, test, timeline, flows).events()
    ]
    # A line for each event, so that a difference between two traces can be read.
    listed = ",\n".join(events)
    return (
        f'{{"traceEvents":[\n{listed}\n],"displayTimeUnit":"ms",'
        '"otherData":{"clock":"virtual","schema":"coro-lessons/trace/v1"}}\n'
    )


class _Numbers:
    """Counts the arrows of a whole trace, whose numbers tell them apart."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> int:
        self._last += 1
        return self._last


@dataclass(slots=True)
class _Thread:
    """The slices of one task that nest; ``open`` are the spans that hold what comes next."""

    number: int
    name: str
    open: list[Span] = field(default_factory=list)
    latest: int = 0

    def takes(self, span: Span) -> bool:
        """Put a span into the thread if its slice nests there."""
        # In display order, a span comes after what holds it and after its elder siblings.
        while self.open and _end(self.open[-1]) <= _start(span) and self.open[-1].id != span.parent:
            self.open.pop()
        if self.open and _end(span) > _end(self.open[-1]):
            return False
        if _start(span) < self.latest:
            return False
        self.open.append(span)
        self.latest = _start(span)
        return True


class _Process:
    """The events of one timeline."""

    def __init__(self, number: int, test: str, timeline: Timeline, flows: _Numbers) -> None:
        self._number = number
        self._test = test
        self._timeline = timeline
        self._flows = flows
        self._threads: list[_Thread] = []
        self._of_task: dict[int, list[_Thread]] = defaultdict(list)
        self._task_of: dict[int, int] = {}
        self._thread_of: dict[int, _Thread] = {}

    def events(self) -> Iterator[_Event]:
        for span in self._timeline:
            self._thread_of[span.id] = self._place(span)
        yield self._named("process_name", 0, self._test)
        for thread in self._threads:
            yield self._named("thread_name", thread.number, thread.name)
        for span in self._timeline:
            yield self._slice(span)
            for part in span.segments:
                yield self._state(span, part)
            if span.outcome in ("cancelled", "failed"):
                yield self._event("i", span, span.end, s="t", cat="outcome", name=span.outcome)
        yield from self._arrows()

    def _place(self, span: Span) -> _Thread:
        """Find a thread of the span's task in which its slice nests."""
        task = span.id if span.kind == "task" or span.parent is None else self._task_of[span.parent]
        self._task_of[span.id] = task
        threads = self._of_task[task]
        found = next((thread for thread in threads if thread.takes(span)), None)
        if found is None:
            name = self._timeline.spans[task].name
            number = len(self._threads) + 1
            found = _Thread(number, f"{name} ({len(threads) + 1})" if threads else name)
            found.takes(span)
            threads.append(found)
            self._threads.append(found)
        return found

    def _named(self, what: str, thread: int, name: str) -> _Event:
        return {"ph": "M", "pid": self._number, "tid": thread, "name": what, "args": {"name": name}}

    def _event(self, phase: str, span: Span, at: float, **values: Any) -> _Event:
        thread = self._thread_of[span.id].number
        return {"ph": phase, "pid": self._number, "tid": thread, "ts": _us(at), **values}

    def _slice(self, span: Span) -> _Event:
        arguments: dict[str, Any] = {"outcome": span.outcome}
        if span.error is not None:
            arguments["error"] = span.error
        if place := _place(span):
            arguments["line"] = place
        return self._event(
            "X",
            span,
            span.start,
            dur=_end(span) - _start(span),
            cat=span.kind,
            name=span.name,
            args=arguments,
        )

    def _state(self, span: Span, part: Segment) -> _Event:
        category = _CATEGORIES[part.state]
        arguments = {"state": category}
        if place := _place(part):
            arguments["line"] = place
        length = _us(part.end) - _us(part.start)
        name = part.what or category
        return self._event(
            "X", span, part.start, dur=length, cat=category, name=name, args=arguments
        )

    def _arrows(self) -> Iterator[_Event]:
        spans = self._timeline.spans
        for event in self._timeline.events:
            if event.by is None or event.kind not in ("created", "woken"):
                continue
            name = "wake" if event.kind == "woken" else "spawn"
            flow = {"id": self._flows.next(), "cat": name, "name": name}
            for phase, span in (("s", spans[event.by]), ("f", spans[event.span])):
                binding = {"bp": "e"} if phase == "f" else {}
                arrow = self._event(phase, span, event.at, **binding, **flow)
                yield {**arrow, "ts": _held(span, arrow["ts"])}


def _held(span: Span, at: int) -> int:
    """Move the end of an arrow into its slice: what ends at an instant no longer holds it."""
    return _end(span) - 1 if _start(span) < _end(span) <= at else at


def _us(seconds: float) -> int:
    return round(seconds * 1e6)


def _start(span: Span) -> int:
    return _us(span.start)


def _end(span: Span) -> int:
    return _us(span.end)


def _place(one: Span | Segment) -> str:
    # The last part of the path: a trace is made to be sent to others.
    return "" if one.file is None or one.line is None else f"{basename(one.file)}:{one.line}"
