"""Promises of the timeline as data."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pytest_coro_lessons import Segment, Span, Timeline

from .recordings import recorded

OVERLAPPING = """
    async def main():
        await asyncio.gather(fetch("a"), fetch("b", 2), late())

    async def late():
        await asyncio.sleep(1)
        await fetch("c")
    """


def span(name: str, start: float, end: float, *segments: Segment, **values: Any) -> Span:
    number = values.pop("id", 0)
    return Span(number, "task", name, None, start, end, "ok", segments=segments)


def test_a_timeline_is_a_sequence_of_its_spans() -> None:
    timeline = recorded(OVERLAPPING)

    assert (len(timeline), list(timeline)) == (5, list(timeline.spans))
    assert [each.id for each in timeline] == [0, 1, 2, 3, 4]
    assert timeline[2] is timeline["fetch('b', 2)"]


def test_a_name_without_arguments_stands_for_every_call() -> None:
    timeline = recorded(OVERLAPPING)

    assert [each.name for each in timeline.named("fetch")] == [
        "fetch('a')",
        "fetch('b', 2)",
        "fetch('c')",
    ]
    assert timeline["fetch"].name == "fetch('a')"
    assert timeline.named("nobody") == []


def test_a_name_that_there_is_not_is_a_key_error_which_lists_the_others() -> None:
    with pytest.raises(KeyError, match=r"no span is named .+; there are .+main.+late"):
        recorded(OVERLAPPING)["nobody"]


def test_spans_overlap_that_are_under_way_together_for_longer_than_an_instant() -> None:
    timeline = recorded(OVERLAPPING)

    assert timeline.overlapped("fetch('a')", "fetch('b', 2)")
    assert timeline.overlapped(timeline["fetch('b', 2)"], "fetch('c')")
    assert not timeline.overlapped("fetch('a')", "fetch('c')")
    assert not timeline.overlapped("main", "main")


def test_whoever_waits_for_another_span_is_not_counted_as_in_flight() -> None:
    sleeps = Segment("sleeping", 0, 2, "sleep(2)")
    waits = Segment("waiting", 0, 2, "task 'a'", waits_for=(0,))
    blocks = Segment("blocking", 0, 2, "time.sleep")
    gets = Segment("waiting", 1, 3, "Queue.get")
    later = Segment("sleeping", 3, 4, "sleep(1)")

    spans = (span("a", 0, 2, sleeps), span("b", 0, 2, waits), span("c", 0, 4, gets, later))
    assert Timeline(spans).max_in_flight == 2
    assert Timeline((*spans, span("d", 0, 2, blocks))).max_in_flight == 2
    assert Timeline(()).max_in_flight == 0


@pytest.mark.parametrize("program", [OVERLAPPING, "async def main(): time.sleep(1); 1 / 0"])
def test_a_timeline_survives_json(program: str) -> None:
    timeline = recorded(program)

    text = json.dumps(timeline.to_json())

    assert Timeline.from_json(json.loads(text)) == timeline
    assert json.loads(text)["schema"] == "coro-lessons/timeline/v1"


def test_json_of_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="got 'coro-lessons/timeline/v9'"):
        Timeline.from_json({"schema": "coro-lessons/timeline/v9"})
