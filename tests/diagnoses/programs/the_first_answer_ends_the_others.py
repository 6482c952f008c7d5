"""Returning early is believed to end what was started."""

import asyncio

from pytest_coro_lessons import took

SAYS = ["CL402"]


async def wrong(fetch, names):
    for page in asyncio.as_completed([fetch(name) for name in names]):
        return await page


async def right(fetch, names):
    tasks = [asyncio.create_task(fetch(name)) for name in names]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    return done.pop().result()


async def ask(answer, world):
    with took(1.0):
        await answer(world.operation("fetch", seconds=len), ["slow", "x"])
