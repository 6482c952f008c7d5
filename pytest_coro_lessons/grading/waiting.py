"""What a timeline proves about the time that a block took, where no operation was called."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ..diagnostics import CheckFailed, Diagnostic, Facts, JsonValue
from ..evidence import NANOSECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..timeline import Segment, Span, Timeline

_MOST_PROVING = 6


class _Waited(NamedTuple):
    """One wait of the learner's code, in nanoseconds of the timeline."""

    start_ns: int
    end_ns: int
    span: Span
    segment: Segment


def waits_in_a_row(
    verdict: CheckFailed, timeline: Timeline, expected: float | None
) -> Diagnostic | None:
    """Build CL201 if at every moment of the block exactly one wait went on, and never two.

    And only if it would take as long as expected, were they to go on at the same time: otherwise
    it may be right that they follow one another, and one of them is too long or too much.
    """
    if verdict.span_ns is None or expected is None:
        return None
    start_ns, end_ns = (time_ns - timeline.start_ns for time_ns in verdict.span_ns)
    waits = sorted(_waits(timeline, start_ns, end_ns), key=lambda wait: wait[:2])
    if len(waits) < 2 or any(wait.segment.line is None for wait in waits):
        return None
    if any(later.start_ns < earlier.end_ns for earlier, later in pairwise(waits)):
        return None
    sum_ns = sum(wait.end_ns - wait.start_ns for wait in waits)
    longest_ns = max(wait.end_ns - wait.start_ns for wait in waits)
    fits = longest_ns == _in_ns(expected)
    if verdict.diagnostic.code == "CL102" and longest_ns < _in_ns(expected):
        # Were it too long by no more than one of them, that one may simply be too much.
        fits = sum_ns - _in_ns(expected) > longest_ns
    if sum_ns != end_ns - start_ns or not fits:
        return None
    facts: Facts = {
        "case": "waits",
        "count": len(waits),
        "actual": sum_ns / NANOSECONDS,
        "sum": sum_ns / NANOSECONDS,
        "expected": expected,
    }
    return _told(waits, timeline, facts)


def _waits(timeline: Timeline, start_ns: int, end_ns: int) -> Iterator[_Waited]:
    for span in timeline:
        for segment in span.segments:
            if segment.state not in ("sleeping", "waiting") or segment.waits_for:
                continue
            from_ns, to_ns = _in_ns(segment.start), _in_ns(segment.end)
            if from_ns < end_ns and to_ns > start_ns:
                yield _Waited(max(from_ns, start_ns), min(to_ns, end_ns), span, segment)


def _told(waits: Sequence[_Waited], timeline: Timeline, facts: Facts) -> Diagnostic:
    several = len({wait.span.id for wait in waits}) > 1
    around = {number for wait in waits for number in _around(wait.span, timeline)}
    # What a call is called says more than what it does inside; not so of one call alone, nor of
    # one that other waits are inside of.
    whole = [several and wait.span.id not in around for wait in waits]
    told = list(zip(waits, whole, strict=True))
    names = [wait.span.name if is_whole else wait.segment.what for wait, is_whole in told]
    lines = [(wait.span.line if is_whole else None) or wait.segment.line for wait, is_whole in told]
    spans: list[JsonValue] = [
        {"name": name, "start": wait.start_ns / NANOSECONDS, "end": wait.end_ns / NANOSECONDS}
        for name, wait in zip(names, waits, strict=True)
    ]
    facts |= {
        "first": names[0],
        "first_line": lines[0],
        "second": names[1],
        "second_line": lines[1],
        "spans": spans[:_MOST_PROVING],
    }
    return Diagnostic("CL201", facts, waits[1].segment.file, lines[1])


def _around(span: Span, timeline: Timeline) -> Iterator[int]:
    """Yield the numbers of the spans that a span is inside of."""
    parent = span.parent
    while parent is not None:
        yield parent
        parent = timeline.spans[parent].parent


def _in_ns(seconds: float) -> int:
    return round(seconds * NANOSECONDS)
