"""Awaiting a task that was cancelled is believed to wait for its end alone."""

import asyncio

from pytest_coro_lessons import result

SAYS = ["CL602"]


async def wrong(fetch, names):
    tasks = [asyncio.create_task(fetch(name)) for name in names]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting)
    return done.pop().result()


async def right(fetch, names):
    tasks = [asyncio.create_task(fetch(name)) for name in names]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return done.pop().result()


async def ask(answer, world):
    fetch = world.operation("fetch", seconds=len, returns=str.upper)
    result(await answer(fetch, ["a", "bcd"]), "A")
