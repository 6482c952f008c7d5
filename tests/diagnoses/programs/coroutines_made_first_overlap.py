"""Coroutines are believed to run from the moment at which they are made."""

import asyncio

from pytest_coro_lessons import at_once

SAYS = ["CL201"]


async def wrong(fetch, names):
    calls = [fetch(name) for name in names]
    return [await call for call in calls]


async def right(fetch, names):
    calls = [fetch(name) for name in names]
    return await asyncio.gather(*calls)


async def ask(answer, world):
    fetch = world.operation("fetch")
    await answer(fetch, "abc")
    at_once(fetch, 3)
