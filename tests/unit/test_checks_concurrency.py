"""How many calls at once, in which order, one after another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.checks import at_once, in_order, one_after_another
from pytest_coro_lessons.diagnostics import CheckFailed

from .virtual import run_in_world

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from pytest_coro_lessons.operations import Operation, World


def work_done_by(answer: Callable[[Operation], Awaitable[Any]]) -> Operation:
    """An operation `work` of one second, after an answer has used it."""

    async def main(world: World) -> Operation:
        work = world.operation("work")
        await answer(work)
        return work

    operation: Operation = run_in_world(main)
    return operation


async def together(work: Operation) -> None:
    await asyncio.gather(work("a"), work("b"), work("c"))


async def in_a_row(work: Operation) -> None:
    await work("a")
    await work("b")
    await work("c")


async def in_pairs(work: Operation) -> None:
    await asyncio.gather(work("a"), work("b"))
    await asyncio.gather(work("c"), work("d"))


async def nothing(work: Operation) -> None:
    pass


def test_as_many_as_expected_pass() -> None:
    work = work_done_by(together)

    at_once(work, 3)
    at_once(work, at_most=3)


@pytest.mark.parametrize(
    ("answer", "case", "actual", "calls"),
    [
        (nothing, "none", 0, 0),
        (in_a_row, "one", 1, 3),
        (in_pairs, "some", 2, 4),
        (together, "few", 3, 3),
    ],
)
def test_fewer_than_expected_fail_and_say_how_they_came_about(
    answer: Any, case: str, actual: int, calls: int
) -> None:
    work = work_done_by(answer)

    with pytest.raises(CheckFailed) as caught:
        at_once(work, 5)

    assert caught.value.diagnostic.code == "CL202"
    assert caught.value.diagnostic.facts == {
        "operation": "work",
        "actual": actual,
        "expected": 5,
        "calls": calls,
        "case": case,
    }


def test_more_than_the_limit_fail_with_the_instant() -> None:
    async def crowded_later(work: Operation) -> None:
        await work("a")
        await together(work)

    work = work_done_by(crowded_later)

    with pytest.raises(CheckFailed) as caught:
        at_once(work, at_most=2)

    facts = {"operation": "work", "actual": 3, "at_most": 2, "at": 1.0}
    assert (caught.value.diagnostic.code, caught.value.diagnostic.facts) == ("CL203", facts)


def test_more_than_exactly_so_many_fail_as_well() -> None:
    with pytest.raises(CheckFailed, match="CL203"):
        at_once(work_done_by(together), 2)


def test_a_number_is_needed() -> None:
    with pytest.raises(TypeError, match="at_most="):
        at_once(work_done_by(nothing))


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


def test_an_operation_that_never_started_is_told_as_such() -> None:
    with pytest.raises(CheckFailed) as caught:
        in_order(work_done_by(nothing), ["a"])

    assert caught.value.diagnostic.facts["case"] == "empty"


def test_calls_one_after_another_pass() -> None:
    one_after_another(work_done_by(in_a_row))


def test_calls_that_overlap_fail_with_the_first_two() -> None:
    with pytest.raises(CheckFailed) as caught:
        one_after_another(work_done_by(together))

    found = caught.value.diagnostic
    assert found.code == "CL205"
    assert found.facts == {
        "operation": "work",
        "earlier": "work('a')",
        "later": "work('b')",
        "at": 0.0,
        "most": 3,
    }
    assert found.file == __file__


def test_a_call_that_has_not_ended_overlaps_with_the_next_one() -> None:
    async def leave_it(work: Operation) -> None:
        task = asyncio.create_task(work("a"))
        await asyncio.sleep(0)
        await asyncio.wait([asyncio.create_task(work("b"))], timeout=0.5)
        task.cancel()

    with pytest.raises(CheckFailed, match="CL205"):
        one_after_another(work_done_by(leave_it))
