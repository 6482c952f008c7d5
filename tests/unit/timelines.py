"""Timelines of small programs, written by hand: what the pictures are tested with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.timeline import Event, Segment, Span, Timeline

if TYPE_CHECKING:
    from pytest_coro_lessons.timeline.model import Outcome

FILE = "/course/exercise.py"


@dataclass(frozen=True)
class Bar:
    """A bar of an exercise's intended shape."""

    name: str
    start: float
    end: float
    outcome: Outcome = "ok"


class Story:
    """Builds a timeline, span by span in display order; the first one is the main task."""

    def __init__(self, seconds: float, *segments: Segment, **main: Any) -> None:
        self.seconds = seconds
        self.spans: list[Span] = []
        self.events: list[Event] = []
        self.add("main()", 0, seconds, *segments, kind="task", parent=None, line=None, **main)

    def add(self, name: str, start: float, end: float, *segments: Segment, **values: Any) -> int:
        known = {"kind": "call", "parent": 0, "outcome": "ok", "error": None, "line": 5}
        values = {**known, **values}
        file = None if values["line"] is None else FILE
        span = Span(
            id=len(self.spans),
            name=name,
            start=start,
            end=end,
            file=file,
            segments=segments,
            **values,
        )
        self.spans.append(span)
        return span.id

    def event(self, at: float, kind: Any, span: int, by: int | None, what: str) -> None:
        self.events.append(Event(at, kind, span, by, what))

    def timeline(self, left_out: int = 0) -> Timeline:
        return Timeline(tuple(self.spans), tuple(self.events), self.seconds, left_out)


def sleeping(start: float, end: float, line: int = 2) -> Segment:
    return Segment("sleeping", start, end, f"sleep({end - start:g})", FILE, line)


def waiting(start: float, end: float, what: str, line: int = 2, **values: Any) -> Segment:
    return Segment("waiting", start, end, what, FILE, line, **values)


def ready(start: float, end: float) -> Segment:
    return Segment("ready", start, end, "", FILE, 2)


def blocking(start: float, end: float, line: int = 2) -> Segment:
    return Segment("blocking", start, end, "time.sleep", FILE, line)


def one_after_another() -> Timeline:
    story = Story(4.5)
    story.add("fetch('a', 1)", 0, 1, sleeping(0, 1), line=5)
    story.add("fetch('b', 2)", 1, 3, sleeping(1, 3), line=6)
    story.add("fetch('c', 1.5)", 3, 4.5, sleeping(3, 4.5), line=7)
    return story.timeline()


def task_group() -> Timeline:
    story = Story(2, waiting(0, 2, "tasks 'a', 'b', 'c'", 9, waits_for=(1, 2, 3)))
    for name, seconds, line in (("a", 1, 6), ("b", 2, 7), ("c", 1.5, 8)):
        number = story.add(name, 0, seconds, sleeping(0, seconds), kind="task", line=line)
        story.event(0, "created", number, 0, "")
    story.event(1, "woken", 1, None, "sleep(1)")
    story.event(2, "woken", 0, 2, "tasks 'a', 'b', 'c'")
    return story.timeline()


def blocked() -> Timeline:
    story = Story(4.5, waiting(0, 4.5, "tasks 'a', 'b', 'c'", 9, waits_for=(1, 2, 3)))
    story.add("a", 0, 1, blocking(0, 1), kind="task")
    story.add("b", 0, 3, ready(0, 1), blocking(1, 3), kind="task")
    story.add("c", 0, 4.5, ready(0, 3), blocking(3, 4.5), kind="task")
    return story.timeline()


def producer_and_consumer() -> Timeline:
    story = Story(3, waiting(0, 3, "tasks 'producer', 'consumer'", 20, waits_for=(1, 2)))
    story.add("producer", 0, 3, *(sleeping(at, at + 1, 5) for at in range(3)), kind="task", line=18)
    gets = [waiting(at, at + 1, "Queue.get", 12, woken_by=1) for at in range(3)]
    story.add("consumer", 0, 3, *gets, kind="task", line=19)
    story.event(0, "created", 1, 0, "")
    story.event(0, "created", 2, 0, "")
    for at in (1, 2, 3):
        story.event(at, "woken", 2, 1, "Queue.get")
    return story.timeline()


def bad_ends() -> Timeline:
    error = "ValueError: <no> & no"
    story = Story(
        2, waiting(0, 2, "TaskGroup", 9, waits_for=(1, 2, 3)), outcome="failed", error=error
    )
    story.add("quick", 0, 1, sleeping(0, 1), kind="task", line=6)
    story.add("broken", 0, 2, sleeping(0, 2), kind="task", line=7, outcome="failed", error=error)
    story.add("slow", 0, 2, sleeping(0, 2), kind="task", line=8, outcome="cancelled")
    story.add("forgotten", 1, 2, sleeping(1, 2), kind="task", line=8, outcome="running")
    return story.timeline()


def forty() -> Timeline:
    story = Story(40)
    for at in range(40):
        bad = at == 17
        story.add(
            f"fetch({at})", at, at + 1, sleeping(at, at + 1),
            outcome="failed" if bad else "ok", error="OSError: 503" if bad else None,
        )  # fmt: skip
    return story.timeline()


def nested() -> Timeline:
    """Four workers, each with three calls one level down: too many rows, and too deep."""
    story = Story(6, waiting(0, 6, "gather", 30, waits_for=(1, 8, 15, 22)))
    for worker in range(4):
        task = story.add(f"worker-{worker}", 0, 6, kind="task", line=28)
        for at in (0, 2, 4):
            job = story.add(f"job({at})", at, at + 2, parent=task, line=14)
            story.add("read('x')", at, at + 2, sleeping(at, at + 2), parent=job, line=8)
    return story.timeline()


def odd_names() -> Timeline:
    story = Story(3)
    story.add("fetch('\x1b[31m\nred')", 0, 1, sleeping(0, 1))
    story.add("取得('こんにちは世界、元気ですか')", 1, 2, sleeping(1, 2))
    story.add("f(\u202e'<script>alert(1)</script>')", 2, 3, sleeping(2, 3))
    story.add("café('ñandú', '🦜', 'e\u0301')", 2, 3, sleeping(2, 3))
    return story.timeline()


def no_time() -> Timeline:
    story = Story(0)
    story.add("greet('Ana')", 0, 0)
    story.add("greet('Eva')", 0, 0, outcome="failed", error="ValueError: Eva")
    return story.timeline()


def instants() -> Timeline:
    """A blocking call and a call that are much too short for their scale."""
    story = Story(100)
    story.add("long()", 0, 100, sleeping(0, 50), blocking(50, 50.01), sleeping(50.01, 100))
    story.add("short()", 50, 50.01, sleeping(50, 50.01))
    return story.timeline()


ALL = {
    "one_after_another": one_after_another(),
    "task_group": task_group(),
    "blocked": blocked(),
    "producer_and_consumer": producer_and_consumer(),
    "bad_ends": bad_ends(),
    "forty": forty(),
    "nested": nested(),
    "odd_names": odd_names(),
    "no_time": no_time(),
    "instants": instants(),
    "nothing": Timeline(()),
    "left_out": Story(1, sleeping(0, 1)).timeline(left_out=17),
    "broken": replace(one_after_another(), broken="TypeError: no len() (codes.py, line 7)"),
}
AT_ONCE = (Bar("fetch('a', 1)", 0, 1), Bar("fetch('b', 2)", 0, 2), Bar("fetch('c', 1.5)", 0, 1.5))
