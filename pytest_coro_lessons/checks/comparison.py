"""What a plain ``assert`` on our values says when it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic, told
from ..operations import Count, Seconds, Times
from .now import in_ns, in_seconds
from .order import first_difference
from .subjects import Bars, proof

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..diagnostics import Facts


def explain_comparison(op: str, left: object, right: object) -> list[str] | None:
    """Return the lines for pytest's ``pytest_assertrepr_compare``; None for other values than ours.

    Example:
        def test_says_which_time_differs():
            lines = explain_comparison("==", Times([0, 1, 3]), [0, 1, 2])

            assert lines[0] == "[0 s, 1 s, 3 s] == [0, 1, 2]"
            assert "place 3" in " ".join(lines)
    """
    found = _about(op, left, right)
    return None if found is None else [f"{left!r} {op} {right!r}", "", *told(found).splitlines()]


def _about(op: str, left: object, right: object) -> Diagnostic | None:
    if op == "==" and isinstance(left, list | tuple) and isinstance(right, list | tuple):
        ours = isinstance(left, Times) or isinstance(right, Times)
        return _about_times(left, right) if ours else None
    if op in _COMPARISONS and isinstance(left, int | float) and isinstance(right, int | float):
        if isinstance(left, Count) or isinstance(right, Count):
            return _about_number(op, left, right)
        ours = isinstance(left, Seconds) or isinstance(right, Seconds)
        return _about_seconds(op, left, right) if ours else None
    return None


_COMPARISONS = ("==", "<=", "<", ">=", ">")


def _about_seconds(op: str, left: float, right: float) -> Diagnostic:
    facts: Facts = {
        "op": op,
        "actual": float(left),
        "expected": float(right),
        "difference": in_seconds(abs(in_ns(left) - in_ns(right))),
    }
    return Diagnostic("CL109", facts)


def _about_number(op: str, left: float, right: float) -> Diagnostic:
    started = Bars(_of(left, right)).by_start()
    facts: Facts = {
        "case": "at_once",
        "op": op,
        "actual": left + 0,  # no longer one of ours
        "expected": right + 0,
        "count": len(started),
        "spans": proof(started),
    }
    return Diagnostic("CL109", facts)


def _of(*values: object) -> Any:
    return next((found for value in values if (found := getattr(value, "of", None))), ())


def _about_times(left: Sequence[float], right: Sequence[float]) -> Diagnostic | None:
    place = first_difference(map(in_ns, left), map(in_ns, right))
    if place is None:
        return None
    facts: Facts = {"actual": [*map(float, left)], "expected": [*map(float, right)], "place": place}
    facts["spans"] = proof(Bars(_of(left, right)).all)
    if min(len(left), len(right)) < place:
        facts |= {"case": "number", "seen": len(left), "wanted": len(right)}
    else:
        facts |= {
            "case": "times",
            "seen": float(left[place - 1]),
            "wanted": float(right[place - 1]),
        }
    return Diagnostic("CL109", facts)
