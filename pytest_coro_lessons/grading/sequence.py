"""What the calls of operations prove about the time that a block took."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ..diagnostics import CheckFailed, Diagnostic, Facts, listed
from ..evidence import NANOSECONDS
from .waiting import waits_in_a_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..evidence import Evidence
    from ..operations import Call

_TOO_LONG = ("CL101", "CL102")


def explain_time(verdict: CheckFailed, evidence: Evidence) -> Diagnostic:
    """Say why a block took too long, or too few calls overlapped, as far as the calls prove it."""
    found = verdict.diagnostic
    if found.code in _TOO_LONG and found.facts.get("case") != "shorter":
        calls = _calls_in_span(verdict, evidence)
        return _one_by_one(verdict, calls) or _waits(verdict, evidence) or _partly(verdict, calls)
    if found.code == "CL202" and found.facts.get("case") == "one":
        calls = _calls_in_span(verdict, evidence)
        named = [call for call in calls if call.operation == found.facts.get("operation")]
        return _one_by_one(verdict, named) or found
    return found


def _calls_in_span(verdict: CheckFailed, evidence: Evidence) -> list[Call]:
    """Return the calls that started in the block that was judged, in the order of their starts."""
    calls = [call for call in evidence.calls if call.started_order is not None]
    if verdict.span_ns is not None:
        start_ns, end_ns = (time_ns - evidence.origin_ns for time_ns in verdict.span_ns)
        calls = [call for call in calls if start_ns <= (call.started_ns or 0) <= end_ns]
    return sorted(calls, key=lambda call: call.started_order or 0)


def _one_by_one(verdict: CheckFailed, calls: Sequence[Call]) -> Diagnostic | None:
    """Build CL201 if no two calls overlapped and they alone account for the time."""
    spans = [(call.started_ns, call.ended_ns) for call in calls]
    closed = [(start, end) for start, end in spans if start is not None and end is not None]
    if len(closed) < max(2, len(spans)):
        return None
    if any(start < end_before for (_, end_before), (start, _) in pairwise(closed)):
        return None
    sum_ns = sum(end - start for start, end in closed)
    if not sum_ns or (verdict.span_ns and sum_ns != verdict.span_ns[1] - verdict.span_ns[0]):
        return None
    facts: Facts = {
        "count": len(calls),
        "operation": listed(call.operation for call in calls),
        "actual": sum_ns / NANOSECONDS,
        "sum": sum_ns / NANOSECONDS,
        "expected": _expected(verdict),
    }
    place = calls[0].awaited_in
    if place is None:
        return Diagnostic("CL201", facts, calls[0].file, calls[0].line)
    # In one task a line waits for one call before it comes to the next; several tasks can stand
    # at the same line, and then something else keeps them apart.
    same_place = all(call.awaited_in == place for call in calls)
    facts["waits_in"] = place.line if same_place else None
    return Diagnostic("CL201", facts, place.file, place.line)


def _waits(verdict: CheckFailed, evidence: Evidence) -> Diagnostic | None:
    if evidence.timeline is None:
        return None
    return waits_in_a_row(verdict, evidence.timeline, _expected(verdict))


def _expected(verdict: CheckFailed) -> float | None:
    facts = verdict.diagnostic.facts
    seconds = facts.get("expected", facts.get("at_most"))
    if verdict.diagnostic.code == "CL202" or not isinstance(seconds, float):
        return verdict.seconds_expected
    return seconds


def _partly(verdict: CheckFailed, calls: Sequence[Call]) -> Diagnostic:
    """Add how few calls overlapped, or how long none was under way, if that made it longer."""
    found = verdict.diagnostic
    lasting = [call for call in calls if call.ended_ns != call.started_ns]
    most, busy_ns = _at_once(lasting)
    if len(lasting) < 2 or most == len(lasting) or found.code != "CL101":
        return found
    names = listed(call.operation for call in lasting)
    more: Facts = {"case": "partly", "operation": names, "calls": len(lasting), "most": most}
    difference = found.facts.get("difference")
    if isinstance(difference, float):
        longer_ns = round(difference * NANOSECONDS)
        shortest_ns = min((call.ended_ns or 0) - (call.started_ns or 0) for call in lasting)
        idle_ns = verdict.span_ns[1] - verdict.span_ns[0] - busy_ns if verdict.span_ns else 0
        if idle_ns >= longer_ns:
            more = {"case": "apart", "operation": names, "idle": idle_ns / NANOSECONDS}
        elif longer_ns < shortest_ns:
            return found  # more of them at once would have saved more than that
    return Diagnostic(found.code, {**found.facts, **more}, found.file, found.line)


def _at_once(calls: Sequence[Call]) -> tuple[int, int]:
    """Return how many calls were under way at once at most, and how long any was, in ns."""
    # Of what happens at one instant the ends come first: one call may start when another ends.
    events = [(call.started_ns or 0, 1) for call in calls]
    events += [(call.ended_ns, -1) for call in calls if call.ended_ns is not None]
    now = most = busy_ns = since_ns = 0
    for at_ns, change in sorted(events):
        busy_ns += (at_ns - since_ns) * (now > 0)
        since_ns = at_ns
        now += change
        most = max(most, now)
    return most, busy_ns
