"""Graded test of `fetch_or_cached`. The seconds are virtual: they take no real time."""

import pytest

from pytest_coro_lessons import (
    cancelled_at,
    cancelled_somewhere,
    failed_with,
    left_nothing_running,
    result,
    started_at,
    took,
    was_cancelled,
)


async def test_a_page_that_comes_in_time_is_returned(exercise, world):
    fetch = world.operation("fetch", seconds=0.5, returns="fresh page")

    with took(0.5):
        page = await exercise.fetch_or_cached(fetch, "old page", 1.0)
        started_at(fetch, 0.0)

    result(page, "fresh page")


async def test_a_page_that_takes_too_long_gives_way_to_the_cached_one(exercise, world):
    fetch = world.operation("fetch", seconds=5.0, returns="fresh page")

    with took(1.0):
        page = await exercise.fetch_or_cached(fetch, "old page", 1.0)
        was_cancelled(fetch, at=1.0)

    result(page, "old page")


async def test_another_error_comes_out(exercise, world):
    fetch = world.operation("fetch", seconds=0.5, raises=ConnectionError("no network"))

    with took(0.5), failed_with(ConnectionError, match="no network"):
        await exercise.fetch_or_cached(fetch, "old page", 1.0)


async def test_who_is_cancelled_returns_nothing(exercise, world):
    fetch = world.operation("fetch", seconds=5.0, returns="fresh page")

    with cancelled_at(0.5):
        await exercise.fetch_or_cached(fetch, "old page", 1.0)

    was_cancelled(fetch, at=0.5)


@pytest.mark.explore(sweep="cancel")
async def test_wherever_it_is_cancelled_nothing_is_left_running(exercise, world):
    # Not with a page that comes in time: when a cancellation comes at the very instant of the
    # page, `wait_for` of Python 3.11 returns the page.
    fetch = world.operation("fetch", seconds=5.0, returns="fresh page")

    with left_nothing_running(), cancelled_somewhere():
        await exercise.fetch_or_cached(fetch, "old page", 1.0)
