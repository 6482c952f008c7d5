"""In which order things started, ended or came."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.checks import in_any_order, in_order
from pytest_coro_lessons.diagnostics import CheckFailed

from .test_checks_concurrency import calls_only, facts_of, in_a_row, nothing, work_done_by
from .virtual import run_in_world

if TYPE_CHECKING:
    from pytest_coro_lessons.operations import Operation, World


def test_calls_in_the_expected_order_pass() -> None:
    in_order(work_done_by(in_a_row), ["a", "b", "c"])


def test_the_order_is_that_of_the_starts_not_of_the_calls() -> None:
    async def backwards(work: Operation) -> None:
        first, second = work("a"), work(name="b")
        await second
        await first

    in_order(work_done_by(backwards), ["b", "a"])


def test_another_order_fails_with_the_first_difference() -> None:
    with pytest.raises(CheckFailed) as caught:
        in_order(work_done_by(in_a_row), ["a", "c", "b"])

    found = caught.value.diagnostic
    assert (found.code, found.facts["place"]) == ("CL204", 2)
    assert found.facts["actual"] == ["'a'", "'b'", "'c'"]


def test_a_missing_end_is_a_difference() -> None:
    with pytest.raises(CheckFailed) as caught:
        in_order(["a"], ["a", "b"])

    assert caught.value.diagnostic.facts["place"] == 2


@pytest.mark.parametrize(("of", "case"), [("starts", None), ("ends", "ends")])
def test_the_same_ones_in_another_order_are_a_matter_of_the_order(of: Any, case: str) -> None:
    with pytest.raises(CheckFailed) as caught:
        in_order(work_done_by(in_a_row), ["b", "a", "c"], of=of)

    assert caught.value.diagnostic.facts.get("case") == case


def test_what_is_missing_or_too_much_is_told_as_that() -> None:
    with pytest.raises(CheckFailed) as caught:
        in_order([2, [3], 2], [1, 2, [3]])

    facts = caught.value.diagnostic.facts
    assert (facts["case"], facts["extra"], facts["missing"]) == ("others", ["2"], ["1"])


@pytest.mark.parametrize(
    ("answer", "of", "case"),
    [
        (nothing, "starts", "not_called"),
        (calls_only, "starts", "empty"),
        (calls_only, "ends", "no_end"),
        (in_a_row, "ends", "others_ended"),
        (in_a_row, "starts", "others"),
    ],
)
def test_what_the_order_is_about_is_told_as_it_is(answer: Any, of: Any, case: str) -> None:
    with pytest.raises(CheckFailed) as caught:
        in_order(work_done_by(answer), ["z"], of=of)

    assert (facts_of(caught).get("case"), facts_of(caught)["operation"]) == (case, "work")


@pytest.mark.parametrize(
    ("seen", "facts"),
    [
        ("ab", {"case": "short", "next_one": "'c'"}),
        ("abcde", {"case": "more", "extra": ["'d'", "'e'"]}),
        ("acb", {}),
        ("abd", {"case": "others", "extra": ["'d'"]}),
    ],
)
def test_of_values_it_is_told_whether_they_end_too_early_or_too_late(
    seen: str, facts: dict[str, object]
) -> None:
    with pytest.raises(CheckFailed) as caught:
        in_order(seen, "abc")

    told = facts_of(caught)
    assert {name: told[name] for name in told if name in ("case", "next_one", "extra")} == facts


@pytest.mark.parametrize(("expected", "case"), [("abcd", "short"), ("ab", "more"), ("acb", None)])
def test_of_calls_it_is_told_as_well(expected: str, case: str | None) -> None:
    with pytest.raises(CheckFailed) as caught:
        in_order(work_done_by(in_a_row), list(expected))

    assert facts_of(caught).get("case") == case


def test_operations_that_were_never_called_are_named() -> None:
    async def main(world: World) -> None:
        both = [world.operation("ana"), world.callback("luis")]
        with pytest.raises(CheckFailed, match="`ana, luis` was never called"):
            in_order(both, ["a"])

    run_in_world(main)


def test_the_order_of_ends_is_another_one() -> None:
    async def main(world: World) -> None:
        fetch = world.operation("fetch", seconds=len)
        await asyncio.gather(fetch("long"), fetch("x"), fetch("y"))
        in_order(fetch, ["long", "x", "y"])
        in_order(fetch, ["x", "y", "long"], of="ends")

    run_in_world(main)


def test_the_order_of_callbacks_is_that_of_their_calls() -> None:
    async def main(world: World) -> None:
        seen = world.callback("seen")
        seen("b")
        seen("a")
        in_order(seen, ["b", "a"])

    run_in_world(main)


def test_events_of_any_kind_have_an_order() -> None:
    in_order(iter(["open", "read", "close"]), ["open", "read", "close"])


# In any order.


def test_each_as_often_as_expected_passes_in_any_order() -> None:
    in_any_order(work_done_by(in_a_row), ["c", "a", "b"])
    in_any_order([[1], [2], [1]], [[1], [1], [2]])


def test_too_much_and_missing_are_told_apart() -> None:
    with pytest.raises(CheckFailed) as caught:
        in_any_order(work_done_by(in_a_row), ["a", "b", "b", "d"])

    assert (caught.value.diagnostic.code, facts_of(caught)) == (
        "CL208",
        {"extra": ["'c'"], "missing": ["'b'", "'d'"], "operation": "work"},
    )


def test_values_that_came_too_often_have_no_operation() -> None:
    with pytest.raises(CheckFailed, match="Too much: 'a'") as caught:
        in_any_order(["a", "a"], ["a"])

    assert facts_of(caught)["operation"] is None


def test_where_nothing_was_called_that_is_told() -> None:
    with pytest.raises(CheckFailed) as caught:
        in_any_order(work_done_by(nothing), ["a"])

    assert facts_of(caught)["case"] == "not_called"


@pytest.mark.parametrize("of", ["starts", "ends"])
def test_what_should_not_come_at_all_is_told_as_that(of: Any) -> None:
    with pytest.raises(CheckFailed, match="Nothing should come here, and this did: 'a', 'b', 'c'"):
        in_order(work_done_by(in_a_row), [], of=of)


def test_where_no_value_came_that_is_told() -> None:
    with pytest.raises(CheckFailed, match=r"Nothing came. Expected, in this order: 1, 2."):
        in_order([], [1, 2])
