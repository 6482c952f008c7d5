"""Simulated operations: what a call does, and what is recorded of it."""

from __future__ import annotations

import asyncio
import inspect
import sys
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.clock import VirtualClock
from pytest_coro_lessons.errors import ClockError
from pytest_coro_lessons.latency import Latency
from pytest_coro_lessons.operations import World, call_of, raised_by_operation

from .virtual import run, run_in_world

if TYPE_CHECKING:
    from types import CodeType


def line_of(function: Any, text: str) -> int:
    """The number of the line of a function that ends with a text."""
    lines, first = inspect.getsourcelines(function)
    (found,) = [number for number, line in enumerate(lines, first) if line.rstrip().endswith(text)]
    return found


def test_a_call_takes_its_seconds_of_virtual_time_and_returns_its_value() -> None:
    async def main(world: World) -> None:
        fetch = world.operation("fetch", seconds=1.5, returns="page")

        assert await fetch("a") == "page"

        (call,) = fetch.calls
        assert (call.called_at, call.started_at, call.ended_at) == (0.0, 0.0, 1.5)
        assert call.outcome == "ok"

    run_in_world(main)


def test_seconds_and_value_may_depend_on_the_arguments() -> None:
    async def main(world: World) -> None:
        work = world.operation(
            "work",
            seconds=lambda name, seconds: seconds,
            returns=lambda name, seconds: f"{name} done",
        )

        assert await work("a", seconds=0.3) == "a done"
        assert work.ends == [0.3]

    run_in_world(main)


def test_a_call_raises_what_it_is_told_to_after_its_seconds() -> None:
    async def main(world: World) -> None:
        fetch = world.operation("fetch", seconds=2.0, raises=ConnectionError("down"))

        with pytest.raises(ConnectionError, match="down") as caught:
            await fetch()

        (call,) = fetch.calls
        assert (call.outcome, call.ended_at) == ("failed", 2.0)
        assert call.error == "ConnectionError('down')"
        assert raised_by_operation(caught.value)

    run_in_world(main)


def test_only_the_calls_that_should_fail_do() -> None:
    async def main(world: World) -> None:
        fetch = world.operation(
            "fetch", returns=str.upper, raises=lambda url: KeyError(url) if url == "b" else None
        )

        answers = await asyncio.gather(*map(fetch, "abc"), return_exceptions=True)

        assert list(map(repr, answers)) == ["'A'", "KeyError('b')", "'C'"]

    run_in_world(main)


def test_an_error_of_the_program_is_not_taken_for_one_of_an_operation() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        1 / 0  # noqa: B018

    assert not raised_by_operation(caught.value)


def test_times_are_exact_also_on_a_clock_that_starts_at_a_date() -> None:
    clock = VirtualClock(start=1_700_000_000.0)

    async def main() -> None:
        world = World(clock.time_ns)
        tick = world.operation("tick", seconds=0.1)

        await tick()
        await tick()
        await tick()

        assert tick.starts == [0.0, 0.1, 0.2]
        assert tick.ends == [0.1, 0.2, 0.3]

    run(main(), clock=clock)


def test_a_call_is_shown_as_it_was_written() -> None:
    async def main(world: World) -> None:
        fetch = world.operation("fetch")

        await fetch("b", 2, retry=True)

        assert str(fetch.calls[0]) == "fetch('b', 2, retry=True)"

    run_in_world(main)


def test_a_coroutine_carries_the_name_of_the_operation() -> None:
    world = World(VirtualClock().time_ns)
    coroutine = world.operation("fetch")("b")

    assert coroutine.__qualname__ == "fetch"
    assert repr(call_of(coroutine)) == repr(world.calls[0])

    world.close()


def test_an_operation_looks_like_a_coroutine_function() -> None:
    operation = World(VirtualClock().time_ns).operation("fetch")
    judge = inspect if sys.version_info >= (3, 12) else asyncio

    assert judge.iscoroutinefunction(operation)


def test_other_arguments_than_the_operations_own_are_a_type_error_at_the_call() -> None:
    world = World(VirtualClock().time_ns)
    work = world.operation("work", seconds=lambda name, seconds: seconds)

    with pytest.raises(TypeError, match=r"^work\(\) missing a required argument: 'seconds'$"):
        work("a")

    assert work.calls == []


def test_a_builtin_without_a_signature_takes_any_arguments() -> None:
    world = World(VirtualClock().time_ns)
    operation = world.operation("build", returns=dict.fromkeys)

    operation("ab", 1)

    assert len(operation.calls) == 1
    world.close()


# Which lines.


def test_a_call_knows_the_line_that_made_it_and_the_line_that_waits_for_it() -> None:
    async def main(world: World) -> None:
        work = world.operation("work")
        task = asyncio.create_task(work("a"))  # made here
        await task  # waited for here

        (call,) = work.calls
        assert call.file == __file__
        assert call.line == line_of(main, "# made here")
        waited = line_of(main, "# waited for here")
        assert call.awaited_in == (__file__, waited, asyncio.current_task().get_name())

    run_in_world(main)


def test_a_call_in_a_learners_helper_function_is_waited_for_in_that_function() -> None:
    async def main(world: World) -> None:
        work = world.operation("work")

        async def helper() -> None:
            await work("a")  # in the helper

        await helper()

        assert work.calls[0].awaited_in.line == line_of(main, "# in the helper")

    run_in_world(main)


def test_calls_that_are_gathered_are_waited_for_in_no_single_line() -> None:
    async def main(world: World) -> None:
        work = world.operation("work")

        await asyncio.gather(work("a"), work("b"))

        assert [call.awaited_in for call in work.calls] == [None, None]

    run_in_world(main)


def test_frames_outside_the_learners_files_are_passed_over() -> None:
    async def main(world: World) -> None:
        work = world.operation("work")
        library: dict[str, Any] = {}
        exec(in_another_file("def call(work): return work('a')"), library)

        await library["call"](work)  # by way of a library

        assert work.calls[0].line == line_of(main, "# by way of a library")

    run_in_world(main)


def in_another_file(source: str) -> CodeType:
    return compile(source, "library.py", "exec")


def test_without_learner_files_the_caller_is_noted() -> None:
    world = World(VirtualClock().time_ns)
    work = world.operation("work")

    work("a")  # the caller

    this = test_without_learner_files_the_caller_is_noted
    assert work.calls[0].line == line_of(this, "# the caller")
    world.close()


def test_without_a_learner_file_in_the_stack_the_caller_is_noted() -> None:
    world = World(VirtualClock().time_ns)
    world.learner_files.add("exercise.py")
    work = world.operation("work")

    work("a")

    assert work.calls[0].file == __file__
    world.close()


def test_a_call_awaited_outside_the_learners_files_is_waited_for_nowhere() -> None:
    async def main(world: World) -> None:
        world.learner_files = {"exercise.py"}
        work = world.operation("work")

        await work("a")

        assert work.calls[0].awaited_in is None

    run_in_world(main)


# What became of a call.


def test_a_call_whose_task_is_cancelled_while_it_waits_is_cancelled() -> None:
    async def main(world: World) -> None:
        work = world.operation("work", seconds=5.0)
        task = asyncio.create_task(work("a"), name="job")
        asyncio.get_running_loop().call_later(2.0, task.cancel)

        await asyncio.wait([task])

        (call,) = work.calls
        assert (call.outcome, call.ended_at, call.task) == ("cancelled", 2.0, "job")
        assert work.in_flight.now == 0

    run_in_world(main)


def test_a_call_whose_task_is_cancelled_before_it_starts_is_not_never_awaited() -> None:
    async def main(world: World) -> None:
        work = world.operation("work")
        task = asyncio.create_task(work("a"))
        task.cancel()

        await asyncio.wait([task])

        (call,) = work.calls
        assert (call.outcome, call.started_at, call.never_awaited) == ("cancelled", None, False)

    run_in_world(main)


def test_a_call_that_nobody_awaits_is_known_without_collecting_garbage() -> None:
    world = World(VirtualClock().time_ns)
    work = world.operation("work")

    work("thrown away")
    held = work("held")

    assert [call.never_awaited for call in work.calls] == [True, True]
    assert [call.dropped for call in work.calls] == [True, False]
    assert held
    world.close()


def test_closing_the_world_silences_what_was_never_awaited() -> None:
    world = World(VirtualClock().time_ns)
    work = world.operation("work")
    work("a")

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        world.close()

    assert caught == []
    assert not work.calls[0].never_awaited


# How many at once.


def test_counts_the_most_calls_in_flight_and_when_they_were() -> None:
    async def main(world: World) -> None:
        work = world.operation("work", seconds=lambda seconds: seconds)
        other = world.operation("other", seconds=1.0)

        await asyncio.gather(work(1.0), work(2.0), other())
        await work(1.0)

        assert (work.max_in_flight, other.max_in_flight, world.max_in_flight) == (2, 1, 3)
        assert work.in_flight.reached_ns(2) == 0
        assert work.in_flight.reached_ns(3) is None

    run_in_world(main)


def test_a_call_that_starts_when_another_ends_does_not_overlap_with_it() -> None:
    async def main(world: World) -> None:
        work = world.operation("work")
        limit = asyncio.Semaphore(1)

        async def limited() -> None:
            async with limit:
                await work()

        await asyncio.gather(limited(), limited(), limited())

        assert work.max_in_flight == 1
        assert work.starts == [0.0, 1.0, 2.0]

    run_in_world(main)


def test_what_a_call_waits_for_is_decided_in_one_place() -> None:
    class Slower(World):
        async def _wait(self, call: object, latency: Latency) -> None:
            await asyncio.sleep(2 * latency.nominal)

    clock = VirtualClock()

    async def main() -> None:
        work = Slower(clock.time_ns).operation("work", seconds=1.5)
        await work()
        assert work.ends == [3.0]

    run(main(), clock=clock)


def test_a_range_of_seconds_changes_nothing_where_nobody_explores() -> None:
    async def main(world: World) -> None:
        fetch = world.operation("fetch", seconds=0.4, lo=0.05, hi=1.0)

        await fetch()

        assert fetch.ends == [0.4]

    run_in_world(main)


def test_a_range_that_does_not_hold_the_nominal_seconds_is_an_error() -> None:
    async def main(world: World) -> None:
        fetch = world.operation("fetch", seconds=lambda seconds: seconds, hi=1.0)

        with pytest.raises(ClockError, match=r"fetch: lo <= seconds <= hi must hold, got None, 2"):
            await fetch(2)

    run_in_world(main)


def test_the_least_and_the_most_seconds_default_to_the_nominal_ones() -> None:
    assert Latency.of("fetch", 0.4, None, None) == (0.4, 0.4, 0.4)
    assert Latency.of("fetch", 0.4, 0.1, None) == (0.1, 0.4, 0.4)
    assert Latency.of("fetch", 0.4, None, 2.0) == (0.4, 0.4, 2.0)


def test_ten_thousand_calls_at_once_are_counted() -> None:
    async def main(world: World) -> None:
        wait = world.operation("wait", returns=lambda number: number)

        answers = await asyncio.gather(*map(wait, range(10_000)))

        assert (sum(answers), wait.max_in_flight) == (49_995_000, 10_000)

    run_in_world(main)


# Some of the calls.


def test_calls_are_found_by_their_first_arguments() -> None:
    async def main(world: World) -> None:
        fetch = world.operation("fetch")
        calls = [fetch("a", 1), fetch("b", 1), fetch("a", 2)]
        await asyncio.gather(*calls)

        assert [str(call) for call in fetch.called_with("a")] == ["fetch('a', 1)", "fetch('a', 2)"]
        assert fetch.called_with("a", 2) == [fetch.calls[2]]
        assert fetch.called_with("c") == []

    run_in_world(main)


def test_ends_have_an_order_of_their_own() -> None:
    async def main(world: World) -> None:
        fetch = world.operation("fetch", seconds=len)
        await asyncio.gather(fetch("long"), fetch("x"))

        assert [call.ended_order for call in fetch.calls] == [3, 2]

    run_in_world(main)


# Callbacks.


def test_a_callback_notes_when_it_is_called_with_what_and_where() -> None:
    async def main(world: World) -> None:
        on_result = world.callback("on_result")
        on_result("a")
        await asyncio.sleep(1.5)
        on_result(value="b")

        assert on_result.times == [0, 1.5]
        assert on_result.values == ["a", "b"]
        assert [str(call) for call in on_result.calls] == ["on_result('a')", "on_result(value='b')"]
        assert on_result.calls[0].file == __file__
        assert on_result.called_with("a") == [on_result.calls[0]]

    run_in_world(main)


def test_a_callback_returns_and_raises_what_it_is_told_to() -> None:
    async def main(world: World) -> None:
        double = world.callback("double", returns=lambda number: 2 * number)
        refuse = world.callback("refuse", raises=lambda number: KeyError(number))

        assert double(4) == 8
        with pytest.raises(KeyError, match="4"):
            refuse(4)
        assert refuse.calls[0].outcome == "failed"
        assert refuse.calls[0].error == "KeyError(4)"

    run_in_world(main)


def test_callbacks_are_no_calls_of_the_outside() -> None:
    async def main(world: World) -> None:
        note = world.callback("note")
        note()

        assert world.calls == []
        assert note.values == [None]
        assert repr(note) == "<callback note>"

    run_in_world(main)
