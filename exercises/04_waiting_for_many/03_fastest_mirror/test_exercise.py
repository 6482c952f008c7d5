"""Graded test of `fastest_mirror`. The seconds are virtual: they take no real time."""

import asyncio

import pytest

from pytest_coro_lessons import (
    at_once,
    failed_with,
    in_any_order,
    left_nothing_running,
    result,
    took,
    was_cancelled,
)


async def test_the_first_page_ends_the_race(exercise, world):
    durations = {"a": 3.0, "b": 1.0, "c": 2.0}
    fetch = world.operation(
        "fetch", seconds=lambda url: durations[url], returns=lambda url: f"page from {url}"
    )

    with took(1.0):
        page = await exercise.fastest_mirror(fetch, ["a", "b", "c"])
        at_once(fetch, 3)
        was_cancelled([*fetch.called_with("a"), *fetch.called_with("c")], at=1.0)

    result(page, "page from b")


async def test_the_losers_have_ended_when_it_returns(exercise):
    durations, closed = {"slow": 3.0, "quick": 1.0, "steady": 2.0}, []

    async def fetch(url):
        try:
            await asyncio.sleep(durations[url])
            return f"page from {url}"
        finally:
            # Saying goodbye takes a quarter of a second, to those that are cancelled, too.
            await asyncio.sleep(0.25)
            closed.append(url)

    with took(1.5):
        page = await exercise.fastest_mirror(fetch, ["slow", "quick", "steady"])
        in_any_order(closed, ["slow", "quick", "steady"])

    result(page, "page from quick")


async def test_a_mirror_that_fails_does_not_win(exercise, world):
    durations = {"down": 0.25, "slow": 2.0, "gone": 0.5, "quick": 1.03}
    errors = {"down": ConnectionError("no answer"), "gone": LookupError("no such page")}
    fetch = world.operation(
        "fetch",
        seconds=lambda url: durations[url],
        returns=lambda url: f"page from {url}",
        raises=errors.get,
    )

    with took(1.03):
        page = await exercise.fastest_mirror(fetch, ["down", "slow", "gone", "quick"])

    result(page, "page from quick")


async def test_when_all_fail_one_of_the_errors_comes_out(exercise, world):
    durations = {"a": 2.0, "b": 0.5, "c": 1.0}
    fetch = world.operation(
        "fetch", seconds=lambda url: durations[url], raises=lambda url: ConnectionError(url)
    )

    with took(2.0), failed_with(ConnectionError):
        await exercise.fastest_mirror(fetch, ["a", "b", "c"])


@pytest.mark.explore(schedules=40)
async def test_the_only_page_comes_back_whoever_answers_when(exercise, world):
    durations = {"down": 0.75, "gone": 1.25, "good": 1.0}
    errors = {"down": ConnectionError("no answer"), "gone": LookupError("no such page")}
    fetch = world.operation(
        "fetch",
        seconds=lambda url: durations[url],
        lo=0.5,
        hi=2.0,
        returns=lambda url: f"page from {url}",
        raises=errors.get,
    )

    with left_nothing_running():
        page = await exercise.fastest_mirror(fetch, ["down", "gone", "good"])

    in_any_order(fetch, ["down", "gone", "good"])
    result(page, "page from good")
