"""`put` is believed to have put when it returns."""

import asyncio

from pytest_coro_lessons import in_order

SAYS = ["CL401", "CL204"]


async def wrong(handle, items):
    queue = asyncio.Queue()
    for item in items:
        queue.put(item)
    while not queue.empty():
        await handle(await queue.get())


async def right(handle, items):
    queue = asyncio.Queue()
    for item in items:
        await queue.put(item)
    while not queue.empty():
        await handle(await queue.get())


async def ask(answer, world):
    handle = world.operation("handle")
    await answer(handle, "ab")
    in_order(handle, ["a", "b"])
