"""Values of virtual time, and what a plain assert on them says."""

from __future__ import annotations

import asyncio
import json
import math
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.checks import explain_comparison
from pytest_coro_lessons.operations import Count, Seconds, Times
from pytest_coro_lessons.timeline import record

from .virtual import run, run_in_world

if TYPE_CHECKING:
    from pytest_coro_lessons.operations import World


def test_seconds_equal_what_is_the_same_to_the_nanosecond() -> None:
    assert Seconds(0.1 + 0.2) == 0.3
    assert Seconds(0.3) == 0.1 + 0.2
    assert Seconds(1) == 1
    assert Seconds(0.3) != 0.300000001


def test_seconds_are_compared_to_the_nanosecond() -> None:
    almost = Seconds(0.1 + 0.2)

    assert almost <= 0.3
    assert almost >= 0.3
    assert not almost > 0.3
    assert not almost < 0.3
    assert almost < math.inf


def test_equal_seconds_have_the_same_hash_as_the_float_that_a_clock_shows() -> None:
    assert {Seconds(0.1 + 0.2), Seconds(0.3)} == {0.3}


def test_seconds_are_other_than_what_is_no_number() -> None:
    assert Seconds(1) != "1"


def test_seconds_show_their_unit() -> None:
    assert repr(Seconds(2.5)) == "2.5 s"
    assert f"{Seconds(3)}" == "3 s"
    assert f"{Seconds(3):.2f}" == "3.00"


def test_seconds_are_a_plain_number_elsewhere() -> None:
    assert json.dumps(Seconds(1.5)) == "1.5"
    assert type(Seconds(1) + 1) is float


def test_times_equal_lists_and_tuples_to_the_nanosecond() -> None:
    times = Times([0, 0.1 + 0.2])

    assert times == [0, 0.3]
    assert times == [0, 0.3]
    assert times == (0, 0.3)
    assert times != [0]
    assert times != "no times"


def test_times_show_their_unit() -> None:
    assert repr(Times([0, 1.5])) == "[0 s, 1.5 s]"


def test_a_part_of_times_is_times() -> None:
    times = Times([0, 1, 2])

    assert repr(times[1]) == "1 s"
    assert repr(times[1:]) == "[1 s, 2 s]"


@pytest.mark.parametrize("value", [Seconds(1.5), Times([0, 1])])
def test_values_can_be_hashed_and_pickled(value: Any) -> None:
    assert pickle.loads(pickle.dumps(value)) == value
    assert len({value, value}) == 1


# Explained.


def test_another_time_is_explained_with_both_and_their_difference() -> None:
    assert explain_comparison("==", Seconds(3), 1) == [
        "3 s == 1",
        "",
        "CL109: The time is 3 s. Expected: == 1 s.",
        "",
        "The two differ by 2 s.",
        "",
        "Look at where the time is measured: what happens between its beginning and its end?",
    ]


def test_times_are_explained_with_the_first_difference() -> None:
    lines = explain_comparison("==", Times([0, 1, 3]), [0, 1, 2])

    assert lines is not None
    assert lines[0] == "[0 s, 1 s, 3 s] == [0, 1, 2]"
    assert lines[4] == "The first difference is at place 3: 3 s instead of 2 s."


def test_a_missing_time_is_explained_by_the_number() -> None:
    lines = explain_comparison("==", [0.0, 1.0], Times([0]))

    assert lines is not None
    assert "Number of times: 2 instead of 1." in lines


def test_times_of_calls_are_explained_with_the_calls() -> None:
    async def main(world: World) -> None:
        fetch = world.operation("fetch")
        await fetch("a")
        await fetch("b")
        assert explained("==", fetch.starts, [0, 0])[4:6] == [
            "  fetch('a')  [---------------]                  0-1 s",
            "  fetch('b')                  [---------------]  1-2 s",
        ]

    run_in_world(main)


def test_how_many_went_on_at_once_is_explained_with_what_did() -> None:
    async def main(world: World) -> None:
        fetch = world.operation("fetch")
        await fetch("a")
        await fetch("b")
        assert explained("==", fetch.max_in_flight, 2)[:8] == [
            "1 == 2",
            "",
            "CL109: At once there were 1. Expected: == 2.",
            "",
            "  fetch('a')  [---------------]                  0-1 s",
            "  fetch('b')                  [---------------]  1-2 s",
            "",
            "In all, 2 started.",
        ]

    run_in_world(main)


def test_how_many_spans_of_a_timeline_went_on_at_once_is_explained_with_them() -> None:
    async def main() -> None:
        with record(files={__file__}) as recording:
            await asyncio.gather(asyncio.sleep(1), asyncio.sleep(2))
        lines = explained("<=", recording.timeline.max_in_flight, 1)
        assert lines[:3] == ["2 <= 1", "", "CL109: At once there were 2. Expected: <= 1."]
        assert lines[4:6] == [
            "  sleep(1)  [---------------]                  0-1 s",
            "  sleep(2)  [-------------------------------]  0-2 s",
        ]

    run(main())


def test_a_count_is_a_plain_number_elsewhere() -> None:
    assert (Count(3) + 1, f"{Count(3)}", json.dumps(Count(3))) == (4, "3", "3")


def explained(op: str, left: object, right: object) -> list[str]:
    return explain_comparison(op, left, right) or []


@pytest.mark.parametrize(
    ("op", "left", "right"),
    [
        ("==", 1.0, 2.0),
        ("==", [1.0], [2.0]),
        ("==", Seconds(1), "1"),
        ("!=", Seconds(1), 1),
        ("in", Seconds(1), [2]),
        ("<", Times([1]), [2]),
        ("==", Times([1]), [1.0]),
        ("==", Times([1]), {1}),
        ("is", object(), object()),
    ],
)
def test_anything_else_is_left_to_others(op: str, left: object, right: object) -> None:
    assert explain_comparison(op, left, right) is None
