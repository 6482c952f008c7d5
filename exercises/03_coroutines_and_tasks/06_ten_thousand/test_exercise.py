"""Graded test of `ten_thousand`. The seconds are virtual: they take no real time."""

from pytest_coro_lessons import at_once, no_new_threads, result, took


async def test_ten_thousand_waits_take_one_second(exercise, world):
    wait = world.operation("wait", seconds=1.0, returns=1)

    with took(1.0), no_new_threads():
        await exercise.ten_thousand(wait)
        at_once(wait, 10_000)


async def test_adds_up_what_each_wait_answered(exercise, world):
    wait = world.operation("wait", seconds=1.0, returns=lambda number: number % 1000)

    with no_new_threads():
        total = await exercise.ten_thousand(wait)

    result(total, 4_995_000)
