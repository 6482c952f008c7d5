"""Graded test of `serve`. The seconds are virtual: they take no real time."""

import asyncio

import pytest

from pytest_coro_lessons import (
    at_once,
    cancelled_somewhere,
    in_any_order,
    result,
    took,
    was_cancelled,
)


def requests_of(world, names, *, at_most=1.0):
    """An `accept` that gives one request each second, and then none for a long time."""
    left = [*names]
    return world.operation(
        "accept",
        seconds=lambda: 1.0 if left else 10_000.0,
        hi=lambda: at_most if left else 10_000.0,
        returns=lambda: left.pop(0) if left else "one too many",
    )


def accepted(accept):
    """How many requests were given away."""
    return sum(call.outcome == "ok" for call in accept.calls)


def stop_after(seconds):
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(seconds, stop.set)
    return stop


async def test_requests_are_handled_side_by_side(exercise, world):
    accept, handle = requests_of(world, "abc"), world.operation("handle", seconds=5)

    with took(8.0):
        counts = await exercise.serve(accept, handle, stop_after(4.0), 10.0)
        at_once(handle, 3)
        result(counts, {"done": 3, "failed": 0, "cancelled": 0})

    in_any_order(handle, ["a", "b", "c"])


async def test_nothing_new_is_accepted_once_it_is_to_stop(exercise, world):
    accept, handle = requests_of(world, "abcdef"), world.operation("handle", seconds=2)

    with took(5.0):
        await exercise.serve(accept, handle, stop_after(3.5), 10.0)

    in_any_order(handle, ["a", "b", "c"])
    result(accepted(accept), 3, of="accepted")


async def test_who_is_not_ready_in_time_is_cancelled(exercise, world):
    accept = requests_of(world, ["quick", "slow", "quick"])
    handle = world.operation("handle", seconds=lambda name: 3 if name == "quick" else 100)

    with took(7.5):
        counts = await exercise.serve(accept, handle, stop_after(3.5), 4.0)
        was_cancelled(handle.called_with("slow"), at=7.5)

    result(counts, {"done": 2, "failed": 0, "cancelled": 1})


async def test_a_request_that_fails_harms_no_other(exercise, world):
    accept = requests_of(world, ["good", "bad", "good"])
    handle = world.operation(
        "handle", raises=lambda name: ValueError("no such page") if name == "bad" else None
    )

    counts = await exercise.serve(accept, handle, stop_after(6.0), 1.0)

    result(counts, {"done": 2, "failed": 1, "cancelled": 0})


async def test_with_nothing_under_way_it_stops_at_once(exercise, world):
    accept, handle = requests_of(world, ""), world.operation("handle")

    with took(2.0):
        counts = await exercise.serve(accept, handle, stop_after(2.0), 60.0)

    result(counts, {"done": 0, "failed": 0, "cancelled": 0})


async def test_a_request_that_comes_with_the_signal_is_handled(exercise, world):
    accept, handle = requests_of(world, "abcdef"), world.operation("handle")

    await exercise.serve(accept, handle, stop_after(3.0), 10.0)

    result(len(handle.calls), accepted(accept), of="handled")


@pytest.mark.explore(schedules=40)
async def test_whatever_was_accepted_is_handled(exercise, world):
    accept = requests_of(world, "abcdef", at_most=2.0)
    handle = world.operation("handle", seconds=0.5, lo=0.0, hi=4.0)
    signal = world.operation("signal", seconds=2.5, lo=0.0, hi=6.0)
    stop = asyncio.Event()

    async def stop_it():
        await signal()
        stop.set()

    stopping = asyncio.create_task(stop_it())
    counts = await exercise.serve(accept, handle, stop, 2.0)
    await stopping

    result(len(handle.calls), accepted(accept), of="handled")
    result(sum(counts.values()), accepted(accept), of="counted")


@pytest.mark.explore(sweep="cancel")
async def test_a_service_that_is_cancelled_leaves_nothing_behind(exercise, world):
    accept, handle = requests_of(world, "abc"), world.operation("handle", seconds=5)
    stop = stop_after(4.0)

    with cancelled_somewhere(within=0):
        await exercise.serve(accept, handle, stop, 2.0)

    running = [str(call) for call in handle.calls if call.outcome == "running"]
    result(running, [], of="running")
