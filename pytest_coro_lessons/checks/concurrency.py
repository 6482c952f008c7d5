"""How many calls of an operation were waiting at once, and in which order they started."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ..diagnostics import CheckFailed, Diagnostic, Facts, shorten
from ..operations import Operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..operations import Call

_NANOSECONDS = 1_000_000_000


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
    if number is not None and most < number:
        case = {0: "none", 1: "one"}.get(most, "some")
        facts: Facts = {"operation": operation.__name__, "actual": most, "expected": number}
        raise CheckFailed(Diagnostic("CL202", {**facts, "case": case}))
    limit = number if at_most is None else at_most
    if limit is not None and most > limit:
        at_ns = operation.in_flight.reached_ns(limit + 1) or 0
        facts = {"operation": operation.__name__, "actual": most, "at_most": limit}
        raise CheckFailed(Diagnostic("CL203", {**facts, "at": at_ns / _NANOSECONDS}))


def in_order(actual: Operation | Iterable[object], expected: Sequence[object]) -> None:
    """Check an order: of any values, or of an operation's calls by when they started.

    Of each call the first argument counts.

    Raises:
        CheckFailed: CL204.
    """
    __tracebackhide__ = True
    seen = _started(actual) if isinstance(actual, Operation) else list(actual)
    if seen == list(expected):
        return
    facts: Facts = {
        "actual": [shorten(one) for one in seen],
        "expected": [shorten(one) for one in expected],
    }
    raise CheckFailed(Diagnostic("CL204", facts))


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
    started = [call for call in operation.calls if call.started_ns is not None]
    return sorted(started, key=lambda call: call.started_order or 0)


def _started(operation: Operation) -> list[object]:
    return [next(iter([*call.args, *call.kwargs.values()]), None) for call in _by_start(operation)]
