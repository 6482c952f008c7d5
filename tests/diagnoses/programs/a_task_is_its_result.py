"""`done` is believed to hold results."""

import asyncio

from pytest_coro_lessons import result

SAYS = ["CL601"]


async def wrong(fetch, names):
    done, _ = await asyncio.wait([asyncio.create_task(fetch(name)) for name in names])
    return list(done)


async def right(fetch, names):
    return await asyncio.gather(*map(fetch, names))


async def ask(answer, world):
    fetch = world.operation("fetch", returns=lambda name: name.upper())
    result(await answer(fetch, "ab"), ["A", "B"])
