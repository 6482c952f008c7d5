"""Promises of the trace: exactly the fields that Perfetto reads, and slices that nest."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import pytest

from pytest_coro_lessons.reports.trace import trace

from .timelines import ALL, Story, sleeping


def events_of(*names: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(trace((name, ALL[name]) for name in names))[
        "traceEvents"
    ]
    return found


def of_phase(events: list[dict[str, Any]], phase: str) -> list[dict[str, Any]]:
    return [event for event in events if event["ph"] == phase]


def badly_nested(events: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of slices of one thread that overlap without one holding the other."""
    threads = defaultdict(list)
    for event in of_phase(events, "X"):
        threads[event["pid"], event["tid"]].append(event)
    return [
        (one["name"], other["name"])
        for slices in threads.values()
        for one in slices
        for other in slices
        if one["ts"] < other["ts"] < one["ts"] + one["dur"] < other["ts"] + other["dur"]
    ]


def an_outliving_call() -> str:
    """The body of an async generator goes on in the next call that awaits it."""
    story = Story(6)
    first = story.add("first()", 0, 2)
    story.add("numbers()", 1, 4, sleeping(1, 4), parent=first)
    story.add("second()", 2, 6, sleeping(2, 6))
    story.add("letters()", 3, 3.5, sleeping(3, 3.5), parent=first)
    return trace([("test", story.timeline())])


def test_the_top_level_says_which_clock_it_is() -> None:
    document = json.loads(trace([("test_x", ALL["task_group"])]))

    assert document.keys() == {"traceEvents", "displayTimeUnit", "otherData"}
    assert document["displayTimeUnit"] == "ms"
    assert document["otherData"]["clock"] == "virtual"


def test_a_test_is_a_process_and_a_task_is_a_thread() -> None:
    named = of_phase(events_of("task_group", "one_after_another"), "M")

    assert [(one["pid"], one["tid"], one["name"], one["args"]["name"]) for one in named] == [
        (1, 0, "process_name", "task_group"),
        (1, 1, "thread_name", "main()"),
        (1, 2, "thread_name", "a"),
        (1, 3, "thread_name", "b"),
        (1, 4, "thread_name", "c"),
        (2, 0, "process_name", "one_after_another"),
        (2, 1, "thread_name", "main()"),
    ]


def test_a_call_is_a_slice_in_the_thread_of_its_task() -> None:
    slices = of_phase(events_of("one_after_another"), "X")

    assert slices[3] == {
        "ph": "X",
        "cat": "call",
        "name": "fetch('b', 2)",
        "pid": 1,
        "tid": 1,
        "ts": 1_000_000,
        "dur": 2_000_000,
        "args": {"outcome": "ok", "line": "exercise.py:6"},
    }


def test_a_state_is_a_slice_inside() -> None:
    slices = of_phase(events_of("blocked"), "X")

    assert [(one["cat"], one["name"], one["ts"], one["dur"]) for one in slices[4:7]] == [
        ("task", "b", 0, 3_000_000),
        ("starved", "starved", 0, 1_000_000),
        ("blocked", "time.sleep", 1_000_000, 2_000_000),
    ]
    assert slices[6]["args"] == {"state": "blocked", "line": "exercise.py:2"}


def test_bad_ends_are_marked() -> None:
    marks = of_phase(events_of("bad_ends"), "i")

    assert [(one["tid"], one["name"], one["ts"], one["s"], one["cat"]) for one in marks] == [
        (1, "failed", 2_000_000, "t", "outcome"),
        (3, "failed", 2_000_000, "t", "outcome"),
        (4, "cancelled", 2_000_000, "t", "outcome"),
    ]


def test_an_arrow_goes_from_who_wakes_to_who_is_woken() -> None:
    events = events_of("producer_and_consumer")

    begins = [one for one in of_phase(events, "s") if one["cat"] == "wake"]
    ends = [one for one in of_phase(events, "f") if one["cat"] == "wake"]
    assert begins[0] == {
        "ph": "s", "id": 3, "cat": "wake", "name": "wake", "pid": 1, "tid": 2, "ts": 1_000_000,
    }  # fmt: skip
    assert ends[0] == {
        "ph": "f", "bp": "e", "id": 3, "cat": "wake", "name": "wake", "pid": 1, "tid": 3,
        "ts": 1_000_000,
    }  # fmt: skip


def test_arrows_are_numbered_through_the_whole_trace() -> None:
    begins = of_phase(events_of("producer_and_consumer", "task_group"), "s")

    assert [one["id"] for one in begins] == list(range(1, len(begins) + 1))


def test_what_the_clock_wakes_has_no_arrow() -> None:
    wakes = [one for one in of_phase(events_of("task_group"), "s") if one["cat"] == "wake"]

    assert [one["tid"] for one in wakes] == [3]


def test_an_arrow_stays_attached_to_what_ends_in_that_instant() -> None:
    events = events_of("task_group")

    assert [one["ts"] for one in of_phase(events, "s") if one["cat"] == "wake"] == [1_999_999]
    assert [one["ts"] for one in of_phase(events, "f") if one["cat"] == "wake"] == [1_999_999]


def test_times_are_whole_microseconds() -> None:
    numbers = [event[key] for event in events_of(*ALL) for key in ("ts", "dur") if key in event]

    assert {type(number) for number in numbers} == {int}


@pytest.mark.parametrize("name", ALL)
def test_slices_of_a_thread_nest(name: str) -> None:
    assert badly_nested(events_of(name)) == []


def test_a_call_that_outlives_its_caller_gets_a_thread_of_its_own() -> None:
    events = json.loads(an_outliving_call())["traceEvents"]

    threads = {one["args"]["name"] for one in of_phase(events, "M")}
    assert badly_nested(events) == []
    assert {"main()", "main() (2)"} < threads


def test_names_stay_what_they_are() -> None:
    names = {one["name"] for one in of_phase(events_of("odd_names"), "X")}

    assert "取得('こんにちは世界、元気ですか')" in names


def test_no_timeline_is_an_empty_trace() -> None:
    assert json.loads(trace([]))["traceEvents"] == []
