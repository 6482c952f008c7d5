"""Checks on a timeline, on spans of it, and on calls picked by hand."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.checks import (
    at_once,
    ended_at,
    in_order,
    kept_busy,
    one_after_another,
    overlapped,
    started_at,
    was_cancelled,
)
from pytest_coro_lessons.diagnostics import CheckFailed
from pytest_coro_lessons.timeline import Segment, Span, Timeline

from .virtual import run_in_world

if TYPE_CHECKING:
    from pytest_coro_lessons.operations import World


def span(number: int, name: str, start: float, end: float, **more: Any) -> Span:
    waits = (Segment("sleeping", start, end, f"sleep({end - start})"),)
    known: dict[str, Any] = {"kind": "call", "parent": 0, "outcome": "ok", "segments": waits}
    return Span(id=number, name=name, start=start, end=end, **known | more)


TIMELINE = Timeline(
    (
        span(0, "Task-1", 0.0, 3.5, kind="task", parent=None, segments=()),
        span(1, "fetch('a')", 0.0, 1.0),
        span(2, "fetch('b')", 1.0, 3.0, outcome="cancelled", file="exercise.py", line=7),
        span(3, "save()", 2.5, 3.5, outcome="ended"),
    ),
    seconds=3.5,
)


def test_a_timeline_stands_for_the_spans_that_wait_themselves() -> None:
    at_once(TIMELINE, 2)
    in_order(TIMELINE, ["fetch('a')", "fetch('b')", "save()"])
    started_at(TIMELINE, [0, 1, 2.5])
    ended_at(TIMELINE, [1, 3, 3.5])


def test_spans_of_one_name_are_judged_by_themselves() -> None:
    one_after_another(TIMELINE.named("fetch"))
    overlapped(TIMELINE.named("fetch"), TIMELINE["save()"])
    kept_busy(TIMELINE.named("fetch"), 1)
    was_cancelled(TIMELINE["fetch('b')"], at=3.0)


def test_a_finding_names_the_spans_and_carries_them() -> None:
    with pytest.raises(CheckFailed) as caught:
        at_once(TIMELINE.named("fetch"), 2)

    found = caught.value.diagnostic
    assert (found.code, found.facts["operation"], found.facts["case"]) == ("CL202", "fetch", "one")
    assert found.facts["spans"] == [
        {"name": "fetch('a')", "start": 0.0, "end": 1.0},
        {"name": "fetch('b')", "start": 1.0, "end": 3.0},
    ]


def test_a_finding_points_to_the_line_of_a_span() -> None:
    with pytest.raises(CheckFailed) as caught:
        was_cancelled(TIMELINE["fetch('b')"], at=1.0)

    assert (caught.value.diagnostic.file, caught.value.diagnostic.line) == ("exercise.py", 7)


def test_where_a_timeline_does_not_know_how_a_call_ended_that_is_told() -> None:
    with pytest.raises(CheckFailed, match="nothing shows that it was cancelled"):
        was_cancelled(TIMELINE["save()"])


def test_a_span_that_still_runs_has_not_ended() -> None:
    running = span(4, "job()", 0.0, 9.0, outcome="running")

    with pytest.raises(CheckFailed, match="Ends of `job\\(\\)`: 0 instead of 1"):
        ended_at(running, [9])


def test_several_names_are_told_with_the_first_three() -> None:
    spans = [span(number, f"job{number}()", 0.0, 1.0) for number in range(5)]

    with pytest.raises(CheckFailed) as caught:
        at_once(spans, at_most=1)

    assert caught.value.diagnostic.facts["operation"] == "job0, job1, job2, …"


def test_calls_can_be_picked() -> None:
    async def main(world: World) -> None:
        deposit = world.operation("deposit")
        await asyncio.gather(deposit("mine"), deposit("yours"))
        await deposit("mine")

        overlapped(deposit.called_with("mine"), deposit.called_with("yours"))
        one_after_another(deposit.called_with("mine"))
        started_at(deposit.calls[2], 1.0)

    run_in_world(main)


def test_anything_else_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="expected an operation, a callback, a timeline"):
        at_once(3, 2)  # type: ignore[arg-type]
