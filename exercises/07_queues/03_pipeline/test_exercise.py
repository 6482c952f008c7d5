"""Graded test of `pipeline`. The seconds are virtual: they take no real time."""

import pytest

from pytest_coro_lessons import (
    at_once,
    backlog,
    in_any_order,
    one_after_another,
    overlapped,
    result,
    took,
)


def source_of(world, items, seconds, **range_of_seconds):
    """A `source` that gives these items, one each time, and then `None`."""
    left = iter(items)
    return world.operation(
        "source", seconds=seconds, returns=lambda: next(left, None), **range_of_seconds
    )


async def test_the_stages_work_at_the_same_time(exercise, world):
    # It takes the source longer to be sure that there is nothing more.
    pauses = iter([0.5] * 6 + [2.0])
    source = source_of(world, [1, 2, 3, 4, 5, 6], seconds=lambda: next(pauses))
    a = world.operation("a", seconds=1.0, returns=lambda item: item * 10)
    b = world.operation("b", seconds=1.5, returns=lambda item: item + 1)

    # The last item is there at 3 s; then it takes one second in `a` and one and a half in `b`.
    with took(5.5):
        results = await exercise.pipeline(source, a, b, 2, 3)
        in_any_order(results, [11, 21, 31, 41, 51, 61])
        overlapped(a, b)
        at_once(a, 2)
        at_once(b, 3)

    one_after_another(source)


@pytest.mark.parametrize("n", [1, 2])
async def test_a_slow_stage_slows_the_others_down(exercise, world, n):
    source = source_of(world, range(1, 31), seconds=0.1)
    a = world.operation("a", seconds=0.1, returns=lambda item: item)
    b = world.operation("b", seconds=1.0, returns=lambda item: item)

    results = await exercise.pipeline(source, a, b, n, n)

    in_any_order(results, range(1, 31))
    backlog(source, a, at_most=2 * n)
    backlog(a, b, at_most=2 * n)
    in_any_order(b, range(1, 31))


@pytest.mark.explore(schedules=40)
async def test_each_item_comes_out_once_in_any_order(exercise, world):
    source = source_of(world, "pqrs", seconds=1.0, lo=0.1, hi=3.0)
    a = world.operation("a", seconds=0.5, lo=0.1, hi=5.0, returns=lambda item: item)
    b = world.operation("b", seconds=0.5, lo=0.1, hi=5.0, returns=lambda item: item.upper())

    results = await exercise.pipeline(source, a, b, 3, 2)

    in_any_order(results, "PQRS")
    at_once(a, at_most=3)
    at_once(b, at_most=2)
    in_any_order(b, "pqrs")


async def test_every_result_may_pass_through(exercise, world):
    source = source_of(world, [4, 0, "", False], seconds=0.1)
    a = world.operation("a", seconds=0.1, returns=None)
    b = world.operation("b", seconds=0.1, returns=lambda item: item is None)

    results = await exercise.pipeline(source, a, b, 1, 1)

    in_any_order(a, [4, 0, "", False])
    result(results, [True, True, True, True])


async def test_nothing_to_do_takes_no_time(exercise, world):
    source = source_of(world, [], seconds=0.0)
    a = world.operation("a", seconds=1.0)
    b = world.operation("b", seconds=1.0)

    with took(0.0):
        results = await exercise.pipeline(source, a, b, 3, 2)

    result(results, [])
