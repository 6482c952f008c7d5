"""Graded test of `RateLimiter`. The seconds are virtual: they take no real time."""

import asyncio

import pytest

from pytest_coro_lessons import cancelled_somewhere, in_order, rate, started_at, took


async def clients(limiter, go, names):
    async def client(name):
        await limiter.acquire()
        go(name)

    await asyncio.gather(*(client(name) for name in names))


async def test_two_in_any_second_and_none_later_than_needed(exercise, world):
    limiter, go = exercise.RateLimiter(2, 1.0), world.callback("go")

    await clients(limiter, go, "abcdef")
    await asyncio.sleep(5.0)
    await clients(limiter, go, "ghi")

    rate(go, at_most=2, per=1.0)
    started_at(go, [0, 0, 1, 1, 2, 2, 7, 7, 8])
    in_order(go, list("abcdefghi"))


async def test_any_second_counts_not_only_full_ones(exercise, world):
    limiter, go = exercise.RateLimiter(2, 1.0), world.callback("go")

    await asyncio.sleep(0.75)
    await clients(limiter, go, "ab")
    await asyncio.sleep(0.5)
    await clients(limiter, go, "cd")

    rate(go, at_most=2, per=1.0)
    started_at(go, [0.75, 0.75, 1.75, 1.75])


async def test_other_numbers(exercise, world):
    limiter, go = exercise.RateLimiter(3, 0.5), world.callback("go")

    await clients(limiter, go, "abcdefg")

    rate(go, at_most=3, per=0.5)
    started_at(go, [0, 0, 0, 0.5, 0.5, 0.5, 1])


async def test_two_limiters_know_nothing_of_each_other(exercise, world):
    one, other = exercise.RateLimiter(1, 1.0), exercise.RateLimiter(1, 1.0)

    with took(0):
        await one.acquire()
        await other.acquire()


@pytest.mark.explore(schedules=40)
async def test_never_more_than_two_in_a_second_whenever_they_come(exercise, world):
    limiter, go = exercise.RateLimiter(2, 1.0), world.callback("go")
    arrive = world.operation("arrive", seconds=lambda name: 0.25, lo=0.0, hi=2.0)

    async def client(name):
        await arrive(name)
        await limiter.acquire()
        go(name)

    await asyncio.gather(*(client(name) for name in "abcdef"))

    rate(go, at_most=2, per=1.0)


@pytest.mark.explore(sweep="cancel")
async def test_who_is_cancelled_while_waiting_holds_nobody_up(exercise, world):
    limiter, go = exercise.RateLimiter(1, 1.0), world.callback("go")
    await limiter.acquire()

    with cancelled_somewhere(within=0) as sweep:
        await limiter.acquire()
    await limiter.acquire()
    go("the next one")

    started_at(go, 1.0 if sweep.happened else 2.0)
