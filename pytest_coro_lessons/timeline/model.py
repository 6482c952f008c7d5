"""What ran when: spans of virtual time, as plain data.

Rule: everything here follows from what the program did and when on the virtual clock, so that the
same program leaves the same timeline on every machine and every Python.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..operations import Count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

State = Literal["sleeping", "waiting", "ready", "blocking"]
Outcome = Literal["ok", "cancelled", "failed", "ended", "running"]
SpanKind = Literal["task", "call"]
EventKind = Literal["created", "woken", "ended", "blocked"]

SCHEMA = "coro-lessons/timeline/v1"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time that a span spent in one state.

    A span has segments only for what it waits for itself: while it awaits another span, that one
    has them. What takes no virtual time leaves no segment.

    Attributes:
        state: ``"ready"`` means that it could go on, but somebody else blocks the loop, and
            ``"blocking"`` that it blocks everyone else.
        what: What it waits for: ``"sleep(2)"``, ``"Queue.get"``, ``"task 'b'"``, ``"to_thread"``;
            or what blocks, such as ``"time.sleep"``.
        file: The learner's file, with ``line``, that waits; both None where no file of theirs does.
        woken_by: The span that ended the wait; None if the clock did.
        waits_for: The spans whose end it waits for, if it waits for tasks; of a span that is ready,
            those that blocked the loop meanwhile.
    """

    __module__ = "pytest_coro_lessons"

    state: State
    start: float
    end: float
    what: str
    file: str | None = None
    line: int | None = None
    woken_by: int | None = None
    waits_for: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A task, or a call that was awaited, from its start to its end.

    A task whose whole body is one call is one span. Times are virtual seconds since the recording
    began.

    Attributes:
        id: Its place in the timeline's ``spans``.
        name: The task's given name, or the call as it was typed: ``fetch('b', 2)``.
        parent: The span that created the task or awaits the call.
        end: The end of the recording, when the outcome is ``"running"``: it did not end, or the
            loop stopped the program because it stalled or went past a limit.
        outcome: ``"ended"`` means that it is over and nothing proves how: Python does not tell
            whether an awaited call returned or raised something that its caller then handled.
        error: The exception of a failed one, as text, if it was seen.
        file: Where, with ``line``, the task was created or the call is awaited.
    """

    __module__ = "pytest_coro_lessons"

    id: int
    kind: SpanKind
    name: str
    parent: int | None
    start: float
    end: float
    outcome: Outcome
    error: str | None = None
    file: str | None = None
    line: int | None = None
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a span at one instant.

    Attributes:
        by: The span that created or woke it; None if nobody did, or the clock.
        what: What was waited for, what blocked, or how it ended.
    """

    __module__ = "pytest_coro_lessons"

    at: float
    kind: EventKind
    span: int
    by: int | None
    what: str


SpanOrName: TypeAlias = Span | str


@dataclass(frozen=True, slots=True)
class Timeline:
    """What ran when in one program.

    Iterating gives the spans in display order: each directly followed by the spans it is the parent
    of, in the order in which they began.

    Attributes:
        events: In the order in which they happened.
        seconds: How long the recording took in virtual time.
        left_out: How many spans and segments were not kept, because there were too many.
        start_ns: The virtual clock when the recording began.
        broken: The error of the recorder that ended the recording before the program ended; then
            ``seconds`` tells when, and what was under way is ``"running"``. None as a rule.
    """

    __module__ = "pytest_coro_lessons"

    spans: tuple[Span, ...]
    events: tuple[Event, ...] = ()
    seconds: float = 0.0
    left_out: int = 0
    start_ns: int = 0
    broken: str | None = None

    def __iter__(self) -> Iterator[Span]:
        return iter(self.spans)

    def __len__(self) -> int:
        return len(self.spans)

    def __getitem__(self, key: str | int) -> Span:
        """Return the span at a place, or the first one of a name; see :meth:`named`.

        Raises:
            KeyError: if no span has that name.
        """
        if isinstance(key, int):
            return self.spans[key]
        return self._found(key)[0]

    def named(self, name: str) -> list[Span]:
        """Return all spans of a name; ``"fetch"`` stands for every call of ``fetch``."""
        return [span for span in self.spans if name in (span.name, _function_of(span.name))]

    def overlapped(self, a: SpanOrName, b: SpanOrName) -> bool:
        """Tell whether two spans were under way at once, for longer than an instant.

        A name stands for every span that has it.

        Raises:
            KeyError: if no span has that name.
        """
        return any(
            first.start < second.end and second.start < first.end
            for first in self._found(a)
            for second in self._found(b)
            if first is not second
        )

    @property
    def max_in_flight(self) -> Count:
        """The most spans that were sleeping or waiting at once.

        A span that waits for another span does not count: that one does.
        """
        changes: list[tuple[float, int]] = []
        for span in self.spans:
            for segment in span.segments:
                if segment.state in ("sleeping", "waiting") and not segment.waits_for:
                    # At equal times, what ends comes before what begins.
                    changes += (segment.start, 1), (segment.end, -1)
        now = most = 0
        for _, change in sorted(changes):
            now += change
            most = max(most, now)
        return Count(most, of=self)

    def to_json(self) -> dict[str, Any]:
        """Return all of it as values that JSON knows, in no human language."""
        return {"schema": SCHEMA, **asdict(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Timeline:
        """Make a timeline again from what :meth:`to_json` returned.

        Raises:
            ValueError: if it is of another schema.
        """
        if data.get("schema") != SCHEMA:
            msg = f"expected a timeline of the schema {SCHEMA!r}, got {data.get('schema')!r}"
            raise ValueError(msg)
        return cls(
            spans=tuple(map(_span_from_json, data["spans"])),
            events=tuple(Event(**event) for event in data["events"]),
            seconds=data["seconds"],
            left_out=data["left_out"],
            start_ns=data["start_ns"],
            broken=data.get("broken"),
        )

    def _found(self, wanted: SpanOrName) -> list[Span]:
        if isinstance(wanted, Span):
            return [wanted]
        found = self.named(wanted)
        if not found:
            names = ", ".join(dict.fromkeys(repr(span.name) for span in self.spans))
            msg = f"no span is named {wanted!r}; there are {names or 'no spans at all'}"
            raise KeyError(msg)
        return found


def _span_from_json(data: Mapping[str, Any]) -> Span:
    segments = tuple(
        Segment(**{**segment, "waits_for": tuple(segment["waits_for"])})
        for segment in data["segments"]
    )
    return Span(**{**data, "segments": segments})


def _function_of(name: str) -> str:
    return name.partition("(")[0]
