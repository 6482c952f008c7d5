"""A timeout is believed to be caught as `CancelledError`."""

import asyncio

from pytest_coro_lessons import cancelled_at

SAYS = ["CL301"]


async def wrong(fetch, cached):
    try:
        async with asyncio.timeout(2):
            return await fetch()
    except (TimeoutError, asyncio.CancelledError):
        return cached


async def right(fetch, cached):
    try:
        async with asyncio.timeout(2):
            return await fetch()
    except TimeoutError:
        return cached


async def ask(answer, world):
    with cancelled_at(1):
        await answer(world.operation("fetch", seconds=5), "old")
