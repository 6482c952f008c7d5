"""Graded test of `in_order_of_arrival`. The seconds are virtual: they take no real time."""

import pytest

from pytest_coro_lessons import at_once, in_any_order, in_order, started_at, took


async def test_all_of_them_are_fetched_at_once(exercise, world):
    fetch = world.operation("fetch", seconds=2.0, returns=lambda url: f"page {url}")
    on_result = world.callback("on_result")

    with took(2.0):
        await exercise.in_order_of_arrival(fetch, ["a", "b", "c", "d"], on_result)
        at_once(fetch, 4)

    in_any_order(on_result, ["page a", "page b", "page c", "page d"])


async def test_no_page_waits_for_another(exercise, world):
    durations = {"a": 3.0, "b": 1.0, "c": 2.0}
    fetch = world.operation(
        "fetch", seconds=lambda url: durations[url], returns=lambda url: f"page {url}"
    )
    on_result = world.callback("on_result")

    await exercise.in_order_of_arrival(fetch, ["a", "b", "c"], on_result)

    in_any_order(on_result, ["page a", "page b", "page c"])
    started_at(on_result.called_with("page b"), 1.0)
    started_at(on_result.called_with("page c"), 2.0)
    started_at(on_result.called_with("page a"), 3.0)
    in_any_order(fetch, ["a", "b", "c"])


async def test_the_order_is_that_of_the_arrivals(exercise, world):
    durations = {"slow": 2.25, "quick": 0.75, "steady": 1.5, "quickest": 0.25}
    fetch = world.operation(
        "fetch", seconds=lambda url: durations[url], returns=lambda url: f"{durations[url]} {url}"
    )
    on_result = world.callback("on_result")

    await exercise.in_order_of_arrival(fetch, ["slow", "quick", "steady", "quickest"], on_result)

    in_order(on_result, ["0.25 quickest", "0.75 quick", "1.5 steady", "2.25 slow"])
    in_any_order(fetch, ["slow", "quick", "steady", "quickest"])


@pytest.mark.explore(schedules=40)
async def test_each_page_comes_at_its_moment_whoever_answers_when(exercise, world):
    durations = {"a": 1.17, "b": 0.93, "c": 2.71, "d": 1.43}
    fetch = world.operation(
        "fetch",
        seconds=lambda url: durations[url],
        lo=0.5,
        hi=3.0,
        returns=lambda url: f"page {url}",
    )
    on_result = world.callback("on_result")

    await exercise.in_order_of_arrival(fetch, ["a", "b", "c", "d"], on_result)

    in_any_order(fetch, ["a", "b", "c", "d"])
    in_any_order(on_result, ["page a", "page b", "page c", "page d"])
    started_at(on_result, sorted(fetch.ends))
