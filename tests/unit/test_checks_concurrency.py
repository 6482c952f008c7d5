"""How many at once, slots kept busy, side by side, one after another."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.checks import (
    at_once,
    backlog,
    kept_busy,
    one_after_another,
    overlapped,
)
from pytest_coro_lessons.diagnostics import CheckFailed
from pytest_coro_lessons.timeline import record

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


async def calls_only(work: Operation) -> None:
    work("a")


def facts_of(caught: pytest.ExceptionInfo[CheckFailed]) -> dict[str, Any]:
    """The facts without the piece of timeline, which has tests of its own."""
    facts = caught.value.diagnostic.facts
    return {name: fact for name, fact in facts.items() if name != "spans"}


def test_as_many_as_expected_pass() -> None:
    work = work_done_by(together)

    at_once(work, 3)
    at_once(work, at_most=3)


@pytest.mark.parametrize(
    ("answer", "case", "actual", "calls"),
    [
        (nothing, "not_called", 0, 0),
        (calls_only, "none", 0, 0),
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
    assert facts_of(caught) == {
        "operation": "work",
        "actual": actual,
        "expected": 5,
        "calls": calls,
        "count": calls,
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
    assert (caught.value.diagnostic.code, facts_of(caught)) == ("CL203", facts)


def test_more_than_exactly_so_many_fail_as_well() -> None:
    with pytest.raises(CheckFailed, match="CL203"):
        at_once(work_done_by(together), 2)


def test_a_number_is_needed() -> None:
    with pytest.raises(TypeError, match="at_most="):
        at_once(work_done_by(nothing))


def test_calls_one_after_another_pass() -> None:
    one_after_another(work_done_by(in_a_row))


def test_calls_that_overlap_fail_with_the_first_two() -> None:
    with pytest.raises(CheckFailed) as caught:
        one_after_another(work_done_by(together))

    found = caught.value.diagnostic
    assert found.code == "CL205"
    assert facts_of(caught) == {
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


def test_calls_of_several_operations_follow_one_another_too() -> None:
    async def main(world: World) -> None:
        read, write = world.operation("read"), world.operation("write")
        await read()
        await write()
        one_after_another(read, write)
        await asyncio.gather(read(), write())
        with pytest.raises(CheckFailed, match="CL205") as caught:
            one_after_another(read, write)
        assert facts_of(caught)["operation"] == "read, write"

    run_in_world(main)


# The piece of timeline that proves it.


def test_a_finding_carries_the_calls_that_prove_it() -> None:
    with pytest.raises(CheckFailed) as caught:
        at_once(work_done_by(in_a_row), 3)

    assert caught.value.diagnostic.facts["spans"] == [
        {"name": "work('a')", "start": 0.0, "end": 1.0},
        {"name": "work('b')", "start": 1.0, "end": 2.0},
        {"name": "work('c')", "start": 2.0, "end": 3.0},
    ]


def test_of_a_crowd_those_are_shown_that_were_there_at_that_instant() -> None:
    async def alone_then_together(work: Operation) -> None:
        await work("early")
        await together(work)

    with pytest.raises(CheckFailed) as caught:
        at_once(work_done_by(alone_then_together), at_most=2)

    spans: Any = caught.value.diagnostic.facts["spans"]
    assert [span["name"] for span in spans] == ["work('a')", "work('b')", "work('c')"]


def test_of_many_calls_the_first_six_are_shown() -> None:
    async def twenty(work: Operation) -> None:
        await asyncio.gather(*map(work, range(20)))

    with pytest.raises(CheckFailed) as caught:
        at_once(work_done_by(twenty), at_most=2)

    spans: Any = caught.value.diagnostic.facts["spans"]
    assert [span["name"] for span in spans] == [f"work({number})" for number in range(6)]


# Slots.


def limited_by(slots: int, seconds: list[float]) -> Operation:
    """An operation `work` after jobs of these lengths went through so many slots."""

    async def main(world: World) -> Operation:
        work = world.operation("work", seconds=lambda number: seconds[number])
        limit = asyncio.Semaphore(slots)

        async def one(number: int) -> None:
            async with limit:
                await work(number)

        await asyncio.gather(*map(one, range(len(seconds))))
        return work

    operation: Operation = run_in_world(main)
    return operation


def test_slots_that_are_filled_as_soon_as_they_are_free_pass() -> None:
    kept_busy(limited_by(2, [1, 3, 2, 1]), 2)


def test_when_nothing_is_left_to_start_slots_may_be_free() -> None:
    kept_busy(limited_by(3, [1, 2, 9]), 3)


def test_a_slot_that_waits_for_its_batch_fails() -> None:
    async def batches(world: World) -> Operation:
        work = world.operation("work", seconds=lambda seconds: seconds)
        await asyncio.gather(work(1), work(3))
        await asyncio.gather(work(2), work(1))
        return work

    with pytest.raises(CheckFailed) as caught:
        kept_busy(run_in_world(batches), 2)

    assert caught.value.diagnostic.code == "CL206"
    assert facts_of(caught) == {
        "operation": "work",
        "slots": 2,
        "busy": 1,
        "at": 1.0,
        "until": 3.0,
        "waiting": "work(2)",
        "then": 3.0,
    }


def test_a_slot_that_stays_free_after_a_failure_is_told_with_the_call_that_failed() -> None:
    async def worker_that_dies(world: World) -> Operation:
        work = world.operation("work", raises=lambda name: ValueError() if name == "b" else None)
        todo = ["a", "b", "c", "d"]

        async def worker() -> None:
            while todo:
                await work(todo.pop(0))

        await asyncio.gather(worker(), worker(), return_exceptions=True)
        return work

    with pytest.raises(CheckFailed) as caught:
        kept_busy(run_in_world(worker_that_dies), 2)

    facts = caught.value.diagnostic.facts
    assert (facts["case"], facts["failed"], facts["busy"]) == ("failed", "work('b')", 1)


def test_a_pause_between_calls_leaves_all_slots_free() -> None:
    async def pauses(work: Operation) -> None:
        await work("a")
        await asyncio.sleep(1)
        await work("b")

    with pytest.raises(CheckFailed) as caught:
        kept_busy(work_done_by(pauses), 1)

    assert (facts_of(caught)["busy"], facts_of(caught)["at"]) == (0, 1.0)


# Side by side.


def read_and_write(answer: Callable[[Operation, Operation], Awaitable[Any]]) -> list[Operation]:
    async def main(world: World) -> list[Operation]:
        read, write = world.operation("read"), world.operation("write")
        await answer(read, write)
        return [read, write]

    operations: list[Operation] = run_in_world(main)
    return operations


def test_calls_under_way_at_the_same_time_overlap() -> None:
    read, write = read_and_write(lambda read, write: asyncio.gather(read(), write()))

    overlapped(read, write)
    overlapped(write, read)


def test_calls_that_touch_do_not_overlap() -> None:
    async def in_turn(read: Operation, write: Operation) -> None:
        await read()
        await write()

    read, write = read_and_write(in_turn)

    with pytest.raises(CheckFailed) as caught:
        overlapped(read, write)

    assert (caught.value.diagnostic.code, facts_of(caught)) == (
        "CL207",
        {"first": "read", "second": "write"},
    )


def test_a_call_does_not_overlap_with_itself() -> None:
    work = work_done_by(in_a_row)

    with pytest.raises(CheckFailed, match="CL207"):
        overlapped(work, work.calls)


def test_what_never_started_is_named() -> None:
    read, write = read_and_write(lambda read, write: read())

    with pytest.raises(CheckFailed) as caught:
        overlapped(read, write)

    assert facts_of(caught)["case"] == "not_started"
    assert facts_of(caught)["operation"] == "write"


# Taken and not passed on.


def test_each_one_passed_on_before_the_next_is_taken_passes() -> None:
    async def in_turn(read: Operation, write: Operation) -> None:
        for _ in range(3):
            await write(await read())

    backlog(*read_and_write(in_turn), at_most=1)


def test_taking_far_ahead_fails_with_the_instant_of_the_first_too_many() -> None:
    async def all_first(read: Operation, write: Operation) -> None:
        items = [await read() for _ in range(5)]
        await asyncio.gather(*map(write, items))

    with pytest.raises(CheckFailed) as caught:
        backlog(*read_and_write(all_first), at_most=3)

    assert (caught.value.diagnostic.code, facts_of(caught)) == (
        "CL209",
        {
            "taken": "read",
            "passed_on": "write",
            "actual": 4,
            "count": 4,
            "at_most": 3,
            "at": 4.0,
        },
    )


def test_what_failed_or_was_cancelled_was_not_taken() -> None:
    async def main(world: World) -> None:
        errors = iter([KeyError("empty")])
        read = world.operation("read", raises=lambda: next(errors, None))
        with suppress(KeyError):
            await read()
        with suppress(TimeoutError):
            await asyncio.wait_for(read(), 0.5)
        backlog(read, world.operation("write"), at_most=0)

    run_in_world(main)


# At one instant.


async def starts_when_another_ends(work: Operation) -> None:
    async def later() -> None:
        await asyncio.sleep(1)
        await work("b")

    await asyncio.gather(later(), work("a"))


def test_a_call_may_start_at_the_instant_at_which_another_ends() -> None:
    work = work_done_by(starts_when_another_ends)

    assert (work.starts, work.ends) == ([0, 1], [1, 2])
    assert work.max_in_flight == 1
    at_once(work, 1)
    at_once(work.calls, 1)
    one_after_another(work)


@pytest.mark.parametrize("number", [1, 3])
def test_calls_that_take_no_time_are_at_once_when_they_were_really_together(number: int) -> None:
    async def main(world: World) -> Operation:
        ask = world.operation("ask", seconds=0)
        await asyncio.gather(*(ask(each) for each in range(number)))
        await ask("alone")
        return ask

    ask: Operation = run_in_world(main)

    for subject in (ask, ask.calls):
        at_once(subject, number)
        with pytest.raises(CheckFailed) as caught:
            at_once(subject, at_most=number - 1)
        assert facts_of(caught)["actual"] == number
        assert len(caught.value.diagnostic.facts["spans"]) == number + 1  # type: ignore[arg-type]
        with pytest.raises(CheckFailed, match="CL202"):
            at_once(subject, number + 1)


def test_calls_that_take_no_time_overlap_when_they_were_really_together() -> None:
    async def main(world: World) -> Operation:
        ask = world.operation("ask", seconds=0)
        await ask("alone")
        one_after_another(ask)
        await asyncio.gather(ask("a"), ask("b"))
        return ask

    ask: Operation = run_in_world(main)

    with pytest.raises(CheckFailed, match="CL205"):
        one_after_another(ask)


def test_a_call_that_takes_no_time_is_at_once_with_a_longer_one() -> None:
    async def main(world: World) -> Operation:
        ask = world.operation("ask", seconds=lambda seconds: seconds)

        async def later() -> None:
            await asyncio.sleep(1)
            await ask(0)

        await asyncio.gather(later(), ask(2))
        return ask

    ask: Operation = run_in_world(main)

    at_once(ask, 2)
    assert ask.in_flight.reached_ns(2) == 1_000_000_000


def test_callbacks_are_called_one_at_a_time() -> None:
    async def main(world: World) -> None:
        on_done = world.callback("on_done")
        on_done("a")
        on_done("b")
        at_once(on_done, 1)
        one_after_another(on_done)

    run_in_world(main)


def test_a_span_that_took_no_time_was_there_alone() -> None:
    async def main(world: World) -> None:
        async def give_way() -> None:
            await asyncio.sleep(0)

        with record() as recording:
            await asyncio.gather(give_way(), give_way())
        at_once(recording.timeline.named("give_way"), 1)
        one_after_another(recording.timeline.named("give_way"))

    run_in_world(main)


# Words.


@pytest.mark.parametrize(
    ("slots", "words"),
    [(1, "the only slot had no work"), (2, "none of the 2 slots had work")],
)
def test_slots_without_any_work_are_told_as_that(slots: int, words: str) -> None:
    async def with_a_pause(work: Operation) -> None:
        await asyncio.gather(*(work("a") for _ in range(slots)))
        await asyncio.sleep(1)
        await work("b")

    with pytest.raises(CheckFailed, match=f"Between 1 s and 2 s {words}"):
        kept_busy(work_done_by(with_a_pause), slots)


def test_an_operation_that_never_overlapped_with_itself_is_named_once() -> None:
    work = work_done_by(in_a_row)

    with pytest.raises(CheckFailed, match="No two calls of `work` were ever under way") as caught:
        overlapped(work, work)

    assert len(caught.value.diagnostic.facts["spans"]) == 3  # type: ignore[arg-type]


def test_an_operation_may_overlap_with_itself() -> None:
    work = work_done_by(together)

    overlapped(work, work)
