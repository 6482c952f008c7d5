"""Graded test of `with_connection`. The seconds are virtual: they take no real time."""

import pytest

from pytest_coro_lessons import (
    cancelled_at,
    cancelled_somewhere,
    ended_at,
    failed_with,
    in_any_order,
    released,
    result,
    started_at,
    took,
)


class Connection:
    def __init__(self, world, error):
        self.login = world.operation("login", seconds=0.5)
        self.query = world.operation("query", seconds=2.0, returns=["row 1", "row 2"], raises=error)
        self.reset = world.operation("reset", seconds=0.25)

    def __repr__(self):
        return "connection"


class Pool:
    """A pool that hands out one connection, after a quarter of a second."""

    def __init__(self, world, error=None):
        self.connection = Connection(world, error)
        self.acquire = world.operation("acquire", seconds=0.25, returns=self.connection)
        self.release = world.callback("release")


async def test_the_rows_of_the_query_are_returned(exercise, world):
    pool = Pool(world)

    with took(3.0):
        rows = await exercise.with_connection(pool, "names")
        started_at(pool.connection.login, 0.25)
        started_at(pool.connection.query, 0.75)
        in_any_order(pool.connection.query, ["names"])

    result(rows, ["row 1", "row 2"])


async def test_the_connection_is_reset_and_given_back(exercise, world):
    pool = Pool(world)

    with released(pool, name="connection"):
        await exercise.with_connection(pool, "names")

    ended_at(pool.connection.reset, 3.0)
    started_at(pool.release, 3.0)
    in_any_order(pool.release, [pool.connection])


async def test_a_query_that_fails_gives_the_connection_back(exercise, world):
    pool = Pool(world, error=LookupError("no such table"))

    with released(pool, name="connection"), failed_with(LookupError, match="no such table"):
        await exercise.with_connection(pool, "names")

    ended_at(pool.connection.reset, 3.0)


async def test_a_query_that_is_cancelled_gives_the_connection_back(exercise, world):
    pool = Pool(world)

    with released(pool, name="connection"), cancelled_at(1.0, within=0.25):
        await exercise.with_connection(pool, "names")

    ended_at(pool.connection.reset, 1.25)


@pytest.mark.explore(sweep="cancel")
async def test_wherever_it_is_cancelled_the_connection_comes_back(exercise, world):
    pool = Pool(world)

    with released(pool, name="connection"), cancelled_somewhere():
        await exercise.with_connection(pool, "names")

    started_at(pool.acquire, 0.0)
