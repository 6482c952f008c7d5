"""What checks of times, order and overlap are about: calls, callbacks and spans, all as bars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ..diagnostics import listed
from ..operations import Call, Callback, Flight, Operation, crowds
from ..timeline import LiveTimeline, Span, Timeline
from .now import in_ns, in_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..diagnostics import JsonValue
    from ..operations import Crowd

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

    @property
    def is_an_instant_of_its_own(self) -> bool:
        """Whether it took no time, and nothing tells what else there was at that instant."""
        return self.end_ns == self.start_ns and self.end_order == self.start_order


class Bars:
    """All bars of one subject, in its own order, under one name."""

    def __init__(self, subject: Subject) -> None:
        subject = _so_far(subject)
        self.all = list(_bars(subject))
        self.name = _name_of(subject, self.all)
        self._waiting = subject.max_in_flight if isinstance(subject, Timeline) else None

    def by_start(self) -> list[Bar]:
        """Return those that started, the first to start first."""
        return sorted(filter(_has_started, self.all), key=_by_start)

    def by_end(self) -> list[Bar]:
        ended = [bar for bar in self.all if bar.end_ns is not None]
        return sorted(ended, key=lambda bar: (bar.end_ns or 0, bar.end_order))

    @property
    def most_at_once(self) -> int:
        if self._waiting is not None:
            return self._waiting
        most = max((crowd.most for crowd in in_flight(self.all)), default=0)
        # Of a span that took no time nobody knows beside which others it was, but it was there.
        return most or min(1, len(self.by_start()))

    def reached(self, number: int) -> float:
        """Return when so many were first under way at once."""
        times = (crowd.at_ns for crowd in in_flight(self.all) if crowd.most >= number)
        return in_seconds(next(times, 0))


def in_flight(bars: Iterable[Bar]) -> Iterator[Crowd]:
    """Yield how many bars are under way at each instant at which that changes."""
    return crowds(
        Flight(bar.start_ns, bar.end_ns, bar.start_order, bar.end_order)
        for bar in bars
        if bar.start_ns is not None and not bar.is_an_instant_of_its_own
    )


def together(earlier: Bar, later: Bar) -> bool:
    """Tell whether one was still under way when another that started after it did."""
    start_ns = later.start_ns or 0
    if earlier.end_ns is None or earlier.end_ns > start_ns:
        return True
    at_one_instant = earlier.start_ns == earlier.end_ns == start_ns
    return at_one_instant and earlier.end_order > later.start_order


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
        case Iterable() if not isinstance(subject, str):
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
