"""The order in which things started, ended or came."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal

from ..diagnostics import CheckFailed, Diagnostic, Facts, shorten
from ..operations import Call, Callback, Operation
from ..timeline import LiveTimeline, Span, Timeline
from .subjects import Bars, proof

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .subjects import Bar, Subject


def in_order(
    actual: Subject | Iterable[Any],
    expected: Sequence[object],
    *,
    of: Literal["starts", "ends"] = "starts",
) -> None:
    """Check an order: of starts, of ends, or of values of any kind.

    Of a call its first argument counts, of a span its name, and of anything else the value itself.

    Example:
        async def test_the_shorter_one_ends_first(world):
            fetch = world.operation("fetch", seconds=lambda name: len(name))

            await asyncio.gather(fetch("long"), fetch("x"))

            in_order(fetch, ["long", "x"])
            in_order(fetch, ["x", "long"], of="ends")

    Raises:
        CheckFailed: CL204.
    """
    __tracebackhide__ = True
    bars, seen = _taken_apart(actual)
    ordered = _ordered(bars, of)
    if bars is not None:
        seen = [bar.key for bar in ordered]
    place = first_difference(seen, expected)
    if place is None:
        return
    facts: Facts = {
        "actual": [shorten(one) for one in seen],
        "expected": [shorten(one) for one in expected],
        "place": place,
    }
    if bars is not None:
        facts |= {"operation": bars.name, "spans": proof(ordered)}
    facts |= _why(seen, expected, place, "unwanted" if not expected else _case(bars, ordered, of))
    raise CheckFailed(Diagnostic("CL204", facts))


def _ordered(bars: Bars | None, of: str) -> list[Bar]:
    if bars is None:
        return []
    return bars.by_start() if of == "starts" else bars.by_end()


def _why(seen: Sequence[Any], expected: Sequence[object], place: int, case: str | None) -> Facts:
    if case == "ends":
        return {"case": case} | _others(seen, expected, "others_ended")
    return {"case": case} if case else _where_it_ends(seen, expected, place)


def _where_it_ends(seen: Sequence[Any], expected: Sequence[object], place: int) -> Facts:
    """Tell whether one of the two is the beginning of the other."""
    if place > len(seen):
        return {"case": "short" if seen else "none", "next_one": shorten(expected[place - 1])}
    if place > len(expected):
        return {"case": "more", "extra": [shorten(one) for one in seen[place - 1 :]]}
    return _others(seen, expected, "others")


def _others(seen: Sequence[Any], expected: Iterable[object], case: str) -> Facts:
    """Tell what is too much and what is missing, if it is more than the order that differs."""
    extra, missing = _difference(seen, expected)
    return {"case": case, "extra": extra, "missing": missing} if extra or missing else {}


def _case(bars: Bars | None, ordered: Sequence[Bar], of: str) -> str | None:
    if bars is None:
        return None
    if not bars.all:
        return "not_called"
    if not ordered:
        return "empty" if of == "starts" else "no_end"
    return None if of == "starts" else "ends"


def in_any_order(actual: Subject | Iterable[Any], expected: Iterable[object]) -> None:
    """Check that exactly these started, or came, each as often as it is expected.

    Of a call its first argument counts, of a span its name, and of anything else the value itself.

    Example:
        async def test_each_page_is_fetched_once(world):
            fetch = world.operation("fetch")

            await asyncio.gather(fetch("a"), fetch("b"))

            in_any_order(fetch, ["b", "a"])

    Raises:
        CheckFailed: CL208, with what is too much and what is missing.
    """
    __tracebackhide__ = True
    bars, seen = _taken_apart(actual)
    if bars is not None:
        seen = [bar.key for bar in bars.by_start()]
    extra, missing = _difference(seen, expected)
    if not extra and not missing:
        return
    facts: Facts = {
        "extra": extra,
        "missing": missing,
        "operation": None if bars is None else bars.name,
    }
    if bars is not None:
        facts["spans"] = proof(bars.by_start())
    if bars is not None and not bars.all:
        facts["case"] = "not_called"
    raise CheckFailed(Diagnostic("CL208", facts))


def _difference(seen: Iterable[Any], expected: Iterable[object]) -> tuple[list[str], list[str]]:
    """Return what is too much and what is missing, in any order."""
    missing = list(expected)
    extra = [shorten(one) for one in seen if not _taken_out(one, missing)]
    return extra, [shorten(one) for one in missing]


def _taken_out(one: object, of: list[Any]) -> bool:
    if one not in of:
        return False
    of.remove(one)
    return True


def _taken_apart(actual: Any) -> tuple[Bars | None, list[Any]]:
    """Return bars if it is about calls or spans, or else the plain values that it is about."""
    ours = (Operation, Callback, Timeline, LiveTimeline, Span, Call)
    if isinstance(actual, ours):
        return Bars(actual), []
    values = list(actual)
    if values and all(isinstance(one, ours) for one in values):
        return Bars(values), []
    return None, values


def first_difference(seen: Iterable[object], expected: Iterable[object]) -> int | None:
    """Return the place of the first difference, counted from 1, or None when there is none."""
    nothing = object()
    pairs = zip_longest(seen, expected, fillvalue=nothing)
    return next((place for place, (one, other) in enumerate(pairs, 1) if one != other), None)
