"""Graded test of `Ticker`. The seconds are virtual: they take no real time."""

import asyncio

from pytest_coro_lessons import generators_closed, in_order, left_nothing_running, started_at, took


async def follow(ticker, tick):
    """Go through a ticker; one that does not end is left after ten ticks."""
    async for number in ticker:
        tick(number)
        if len(tick.calls) == 10:
            break


async def test_ticks_once_a_period_and_then_ends(exercise, world):
    tick = world.callback("tick")

    with took(3.0):
        await follow(exercise.Ticker(1.0, 3), tick)
        in_order(tick, [1, 2, 3])
        started_at(tick, [1.0, 2.0, 3.0])


async def test_two_loops_do_not_disturb_each_other(exercise, world):
    ticker = exercise.Ticker(0.5, 2)
    first, second, again = (world.callback(name) for name in ["first", "second", "again"])

    # Two loops go through the same ticker at the same time, and a third one comes later.
    await asyncio.gather(follow(ticker, first), follow(ticker, second))
    await follow(ticker, again)

    in_order(first, [1, 2])
    in_order(second, [1, 2])
    in_order(again, [1, 2])
    started_at([*first.calls, *second.calls], [0.5, 0.5, 1.0, 1.0])
    started_at(again, [1.5, 2.0])


async def test_leaving_early_leaves_nothing_behind(exercise):
    with took(2.0), left_nothing_running(), generators_closed():
        async for number in exercise.Ticker(1.0, 10):
            if number == 2:
                break
