"""Graded test of `serve_all` and `log`. The seconds are virtual: they take no real time."""

import asyncio

import pytest

from pytest_coro_lessons import at_once, in_any_order, result, took


def handler(exercise, work):
    """What the program does with a request: it logs, and does not say for which request."""

    async def handle(request):
        exercise.log("begins")
        await work(request)
        exercise.log("ends")

    return handle


async def test_each_line_carries_the_id_of_its_request(exercise, world):
    durations = {"r1": 3.0, "r2": 1.0, "r3": 2.0}
    work = world.operation("work", seconds=lambda request: durations[request])

    with took(3.0):
        lines = await exercise.serve_all(["r1", "r2", "r3"], handler(exercise, work))
        at_once(work, 3)

    result(lines, ["r1: begins", "r2: begins", "r3: begins", "r2: ends", "r3: ends", "r1: ends"])


async def test_helpers_and_threads_know_the_id_too(exercise, world):
    work = world.operation("work", seconds=1.0)

    async def helper(request):
        await work(request)
        exercise.log("in a task")

    async def handle(request):
        await asyncio.create_task(helper(request))
        await asyncio.to_thread(exercise.log, "in a thread")

    lines = await exercise.serve_all(["r1", "r2"], handle)

    in_any_order(lines, ["r1: in a task", "r1: in a thread", "r2: in a task", "r2: in a thread"])


async def test_the_next_call_begins_with_no_lines(exercise, world):
    work = world.operation("work", seconds=1.0)

    await exercise.serve_all(["r1"], handler(exercise, work))
    lines = await exercise.serve_all(["r2"], handler(exercise, work))

    result(lines, ["r2: begins", "r2: ends"])


@pytest.mark.explore(schedules=40)
async def test_the_ids_are_right_in_any_order(exercise, world):
    work = world.operation("work", seconds=1.0, lo=0.1, hi=3.0)

    async def handle(request):
        for step in "ab":
            exercise.log(f"before {request}{step}")
            await work(request)
            exercise.log(f"after {request}{step}")

    lines = await exercise.serve_all(["r1", "r2", "r3"], handle)

    expected = [
        f"{r}: {when} {r}{s}"
        for r in ("r1", "r2", "r3")
        for s in "ab"
        for when in ("before", "after")
    ]
    in_any_order(lines, expected)
