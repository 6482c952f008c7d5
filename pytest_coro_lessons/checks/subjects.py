"""What checks of times, order and overlap are about: calls, callbacks and spans, all as bars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ..diagnostics import listed
from ..operations import Call, Callback, Operation
from ..timeline import LiveTimeline, Span, Timeline
from .now import in_ns, in_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..diagnostics import JsonValue
    from ..operations import InFlight

Subject: TypeAlias = Operation | Callback | Timeline | Span | Call | Iterable["Subject"]
"""An operation or callback stands for its calls, a timeline for its spans that wait themselves."""

_MOST_PROVING = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that ran from one instant to another; ``key`` tells it from others of its kind."""

    name: str
    key: object
    outcome: str
    start_ns: int | None
    end_ns: int | None
    start_order: int
    end_order: int
    file: str | None
    line: int | None

    @property
    def start(self) -> float | None:
        return None if self.start_ns is None else in_seconds(self.start_ns)

    @property
    def end(self) -> float | None:
        return None if self.end_ns is None else in_seconds(self.end_ns)


class Bars:
    """All bars of one subject, in its own order, under one name."""

    def __init__(self, subject: Subject) -> None:
        subject = _so_far(subject)
        self.all = list(_bars(subject))
        self.name = _name_of(subject, self.all)
        self._in_flight = subject.in_flight if isinstance(subject, Operation) else None
        self._waiting = subject.max_in_flight if isinstance(subject, Timeline) else None

    def by_start(self) -> list[Bar]:
        """Return those that started, the first to start first."""
        return sorted(filter(_has_started, self.all), key=_by_start)

    def by_end(self) -> list[Bar]:
        ended = [bar for bar in self.all if bar.end_ns is not None]
        return sorted(ended, key=lambda bar: (bar.end_ns or 0, bar.end_order))

    @property
    def most_at_once(self) -> int:
        if self._in_flight is not None:
            return self._in_flight.most
        if self._waiting is not None:
            return self._waiting
        return max((number for _, number in in_flight(self.all)), default=0)

    def reached(self, number: int) -> float:
        """Return when so many were first under way at once."""
        if self._in_flight is not None:
            at_ns = _reached_ns(self._in_flight, number)
        else:
            times = (at_ns for at_ns, now in in_flight(self.all) if now >= number)
            at_ns = next(times, 0)
        return in_seconds(at_ns)


def _reached_ns(counted: InFlight, number: int) -> int:
    return counted.reached_ns(number) or 0


def in_flight(bars: Iterable[Bar]) -> Iterator[tuple[int, int]]:
    """Yield how many bars are under way from each instant on at which that changes.

    Of what happens at one instant the ends come first: one may start when another ends. What
    takes no time is never under way.
    """
    changes: dict[int, int] = {}
    for bar in bars:
        if bar.start_ns is not None and bar.end_ns != bar.start_ns:
            changes[bar.start_ns] = changes.get(bar.start_ns, 0) + 1
            if bar.end_ns is not None:
                changes[bar.end_ns] = changes.get(bar.end_ns, 0) - 1
    now = 0
    for at_ns in sorted(changes):
        now += changes[at_ns]
        yield at_ns, now


def proof(bars: Sequence[Bar]) -> list[JsonValue]:
    """Return the piece of a timeline that proves a finding, as a fact: few bars, times, names."""
    shown = [bar for bar in bars if bar.start_ns is not None][:_MOST_PROVING]
    return [{"name": bar.name, "start": bar.start, "end": bar.end} for bar in shown]


def _has_started(bar: Bar) -> bool:
    return bar.start_ns is not None


def _by_start(bar: Bar) -> tuple[int, int]:
    return bar.start_ns or 0, bar.start_order


def _so_far(subject: Any) -> Any:
    """Return the timeline that a live one stands for just now, and anything else as it is."""
    return subject.so_far if isinstance(subject, LiveTimeline) else subject


def _bars(subject: Any) -> Iterator[Bar]:
    match subject := _so_far(subject):
        case Operation() | Callback():
            yield from map(_of_call, subject.calls)
        case Call():
            yield _of_call(subject)
        case Span():
            yield _of_span(subject)
        case Timeline():
            parents = {span.parent for span in subject}
            yield from (_of_span(span) for span in subject if span.id not in parents)
        case Iterable():
            for each in subject:
                yield from _bars(each)
        case _:
            msg = f"expected an operation, a callback, a timeline, spans or calls, got {subject!r}"
            raise TypeError(msg)


def _of_call(call: Call) -> Bar:
    return Bar(
        name=str(call),
        key=call.first_argument,
        outcome=call.outcome,
        start_ns=call.started_ns,
        end_ns=call.ended_ns,
        start_order=call.started_order or 0,
        end_order=call.ended_order or 0,
        file=call.file,
        line=call.line,
    )


def _of_span(span: Span) -> Bar:
    return Bar(
        name=span.name,
        key=span.name,
        outcome=span.outcome,
        start_ns=in_ns(span.start),
        end_ns=None if span.outcome == "running" else in_ns(span.end),
        start_order=span.id,
        end_order=span.id,
        file=span.file,
        line=span.line,
    )


def _name_of(subject: Subject, bars: Sequence[Bar]) -> str:
    if isinstance(subject, Operation | Callback):
        return subject.__name__
    one_or_more: Callable[[Bar], str] = _function_of if len(bars) > 1 else _full_name
    return listed(map(one_or_more, bars) if bars else _names_in(subject))


def _names_in(subject: Any) -> Iterator[str]:
    """Yield the names of operations and callbacks that a subject is made of."""
    if isinstance(subject, Operation | Callback):
        yield subject.__name__
    elif isinstance(subject, list | tuple):
        for each in subject:
            yield from _names_in(each)


def _function_of(bar: Bar) -> str:
    return bar.name.partition("(")[0]


def _full_name(bar: Bar) -> str:
    return bar.name
