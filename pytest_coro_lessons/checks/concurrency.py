"""How many calls of an operation were waiting at once, and in which order they started."""

from __future__ import annotations

from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from ..diagnostics import CheckFailed, Diagnostic, Facts, shorten
from ..operations import Operation
from .now import in_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..operations import Call


def at_once(operation: Operation, number: int | None = None, *, at_most: int | None = None) -> None:
    """Check how many calls of an operation were waiting at once, at the most crowded instant.

    Raises:
        CheckFailed: CL202 if it was fewer than ``number``, CL203 if it was more than ``number`` or
            ``at_most``.
    """
    __tracebackhide__ = True
    if number is None and at_most is None:
        msg = "at_once() needs a number or at_most="
        raise TypeError(msg)
    most = operation.max_in_flight
    facts: Facts = {"operation": operation.__name__, "actual": most}
    if number is not None and most < number:
        calls = len(operation.starts)
        facts |= {"expected": number, "calls": calls, "case": _how_few(most, calls)}
        raise CheckFailed(Diagnostic("CL202", facts))
    limit = number if at_most is None else at_most
    if limit is not None and most > limit:
        at_ns = operation.in_flight.reached_ns(limit + 1) or 0
        facts |= {"at_most": limit, "at": in_seconds(at_ns)}
        raise CheckFailed(Diagnostic("CL203", facts))


def _how_few(most: int, calls: int) -> str:
    if calls == 0:
        return "none"
    if calls == most:
        return "few"
    return "one" if most == 1 else "some"


def in_order(actual: Operation | Iterable[object], expected: Sequence[object]) -> None:
    """Check an order: of any values, or of an operation's calls by when they started.

    Of each call the first argument counts.

    Raises:
        CheckFailed: CL204.
    """
    __tracebackhide__ = True
    is_operation = isinstance(actual, Operation)
    seen = _started(actual) if isinstance(actual, Operation) else list(actual)
    place = first_difference(seen, expected)
    if place is None:
        return
    facts: Facts = {
        "actual": [shorten(one) for one in seen],
        "expected": [shorten(one) for one in expected],
        "place": place,
    }
    if is_operation and not seen:
        facts["case"] = "empty"
    raise CheckFailed(Diagnostic("CL204", facts))


def first_difference(seen: Iterable[object], expected: Iterable[object]) -> int | None:
    """Return the place of the first difference, counted from 1, or None when there is none."""
    nothing = object()
    pairs = zip_longest(seen, expected, fillvalue=nothing)
    return next((place for place, (one, other) in enumerate(pairs, 1) if one != other), None)


def one_after_another(operation: Operation) -> None:
    """Check that no call of an operation started before the one before had ended.

    Raises:
        CheckFailed: CL205, about the first two calls that overlapped.
    """
    __tracebackhide__ = True
    for before, call in pairwise(_by_start(operation)):
        if before.ended_ns is None or before.ended_ns > (call.started_ns or 0):
            facts: Facts = {
                "operation": operation.__name__,
                "earlier": str(before),
                "later": str(call),
                "at": call.started_at,
                "most": operation.max_in_flight,
            }
            raise CheckFailed(Diagnostic("CL205", facts, call.file, call.line))


def _by_start(operation: Operation) -> list[Call]:
    started = [call for call in operation.calls if call.started_order is not None]
    return sorted(started, key=lambda call: call.started_order or 0)


def _started(operation: Operation) -> list[object]:
    return [next(iter([*call.args, *call.kwargs.values()]), None) for call in _by_start(operation)]
