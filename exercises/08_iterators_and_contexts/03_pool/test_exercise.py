"""Graded test of `Pool`. The seconds are virtual: they take no real time."""

import asyncio

import pytest

from pytest_coro_lessons import (
    at_once,
    backlog,
    cancelled_somewhere,
    failed_with,
    result,
    started_at,
    took,
)


class Connection:
    def __init__(self, closing=None):
        self.closing = closing
        self.broken = False
        self.users = 0

    async def close(self):
        result(self.users, 0, of="connection.users")
        await self.closing()


async def use(pool, work, name):
    """What a user does; no connection is ever lent to two users at once."""
    async with pool.connection() as connection:
        result(connection.users, 0, of="connection.users")
        connection.users += 1
        try:
            await work(name)
        finally:
            connection.users -= 1


async def test_opens_as_many_as_are_needed_and_no_more(exercise, world):
    open = world.operation("open", seconds=1.0, returns=Connection)
    work = world.operation("work", seconds=1.0)
    pool = exercise.Pool(open, 2)

    with took(4.0):
        await asyncio.gather(*(use(pool, work, name) for name in "abcde"))
        at_once(open, at_most=2)
        started_at(open, [0.0, 0.0])
        at_once(work, 2)


async def test_an_idle_connection_is_used_again(exercise, world):
    open = world.operation("open", seconds=1.0, returns=Connection)
    work = world.operation("work", seconds=1.0)
    pool = exercise.Pool(open, 3)

    for name in "abc":
        await use(pool, work, name)

    started_at(open, [0.0])
    started_at(work, [1.0, 2.0, 3.0])


@pytest.mark.explore(schedules=40)
async def test_never_more_than_n_in_any_order(exercise, world):
    # As a rule they come one after another. They may also come at the same time.
    come = world.operation("come", seconds=lambda name: 3.0 * "abc".index(name), lo=0.0, hi=9.0)
    close = world.operation("close", seconds=0.5)
    open = world.operation("open", seconds=1.0, lo=0.1, hi=3.0, returns=lambda: Connection(close))
    work = world.operation("work", seconds=1.0, lo=0.1, hi=3.0)
    pool = exercise.Pool(open, 2)

    async def user(name):
        await come(name)
        await use(pool, work, name)

    await asyncio.gather(*map(user, "abc"))

    at_once(work, at_most=2)
    backlog(open, close, at_most=2)


async def test_a_failure_gives_the_connection_back(exercise, world):
    open = world.operation("open", seconds=1.0, returns=Connection)
    pool = exercise.Pool(open, 1)

    with failed_with(ZeroDivisionError):
        async with pool.connection():
            1 / 0
    async with pool.connection():
        pass

    started_at(open, [0.0])


async def test_a_failed_opening_frees_its_place(exercise, world):
    failures = iter([ConnectionError("nobody answers"), None])
    open = world.operation("open", seconds=1.0, returns=Connection, raises=lambda: next(failures))
    pool = exercise.Pool(open, 1)

    with failed_with(ConnectionError):
        async with pool.connection():
            pass
    async with pool.connection():
        pass

    started_at(open, [0.0, 1.0])


@pytest.mark.explore(sweep="cancel")
async def test_a_cancelled_user_gives_everything_back(exercise, world):
    open = world.operation("open", seconds=1.0, returns=Connection)
    work = world.operation("work", seconds=1.0)
    pool = exercise.Pool(open, 1)

    async with asyncio.TaskGroup() as group:
        with cancelled_somewhere():
            group.create_task(use(pool, work, "another one"))
            await use(pool, work, "opens, and works")
            await use(pool, work, "waits for the other one")

    # Were the place lost, this would wait for ever; were the connection, it would open another.
    async with pool.connection():
        pass
    opened = [call for call in open.calls if call.outcome == "ok"]
    result(len(opened), 1, of="len(opened)")


async def test_a_broken_connection_is_replaced(exercise, world):
    close = world.operation("close", seconds=0.5)
    open = world.operation("open", seconds=1.0, returns=lambda: Connection(close))
    pool = exercise.Pool(open, 1)

    async with pool.connection() as first:
        first.broken = True
    async with pool.connection():
        pass

    # Its place is free only when it has been closed.
    started_at(close, 1.0)
    started_at(open, [0.0, 1.5])


async def test_close_waits_until_all_are_back(exercise, world):
    close = world.operation("close", seconds=0.5)
    open = world.operation("open", seconds=1.0, returns=lambda: Connection(close))
    work = world.operation("work", seconds=lambda name: 3.0 if name == "long" else 1.0)
    pool = exercise.Pool(open, 2)

    async with asyncio.TaskGroup() as users:
        users.create_task(use(pool, work, "long"))
        users.create_task(use(pool, work, "short"))
        await asyncio.sleep(2.5)
        # The long one has its connection until 4 s, and closing it takes half a second.
        with took(at_least=2.0):
            await pool.close()

    result(len(close.calls), 2, of="len(close.calls)")
