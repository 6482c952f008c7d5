"""Graded test of `worker_pool`. The seconds are virtual: they take no real time."""

import pytest

from pytest_coro_lessons import at_once, in_any_order, kept_busy, result, took


async def test_three_workers_handle_six_items_in_two_seconds(exercise, world):
    handle = world.operation("handle", seconds=1.0)

    with took(2.0):
        errors = await exercise.worker_pool(handle, ["a", "b", "c", "d", "e", "f"], 3)
        at_once(handle, 3)

    in_any_order(handle, ["a", "b", "c", "d", "e", "f"])
    result(errors, [])


async def test_a_worker_takes_the_next_item_as_soon_as_it_is_free(exercise, world):
    durations = {"long": 3.0, "b": 1.0, "c": 1.0, "d": 1.0}
    handle = world.operation("handle", seconds=lambda item: durations[item])

    with took(3.0):
        await exercise.worker_pool(handle, ["long", "b", "c", "d"], 2)
        kept_busy(handle, 2)

    in_any_order(handle, ["long", "b", "c", "d"])


async def test_goes_on_after_a_failure_and_returns_it(exercise, world):
    failures = {"b": ValueError("b is broken"), "e": OSError("e is missing")}
    handle = world.operation("handle", seconds=1.0, raises=lambda item: failures.get(item))

    with took(2.0):
        errors = await exercise.worker_pool(handle, ["a", "b", "c", "d", "e", "f"], 3)
        kept_busy(handle, 3)

    in_any_order(handle, ["a", "b", "c", "d", "e", "f"])
    in_any_order(errors, failures.values())


async def test_nothing_to_do_takes_no_time(exercise, world):
    handle = world.operation("handle", seconds=1.0)

    with took(0.0):
        errors = await exercise.worker_pool(handle, [], 3)

    result(errors, [])


@pytest.mark.explore(schedules=40)
async def test_each_item_is_handled_once_in_any_order(exercise, world):
    failures = {"c": ValueError("c is broken")}
    handle = world.operation(
        "handle", seconds=1.0, lo=0.1, hi=5.0, raises=lambda item: failures.get(item)
    )

    errors = await exercise.worker_pool(handle, ["a", "b", "c", "d", "e"], 2)

    in_any_order(handle, ["a", "b", "c", "d", "e"])
    in_any_order(errors, failures.values())
    at_once(handle, at_most=2)
