"""Sleeping for a period after the work is believed to keep the rhythm."""

import asyncio

from pytest_coro_lessons import started_every

SAYS = ["CL107"]


async def wrong(action, period, times):
    for _ in range(times):
        await action()
        await asyncio.sleep(period)


async def right(action, period, times):
    loop = asyncio.get_running_loop()
    start = loop.time()
    for number in range(times):
        await asyncio.sleep(start + number * period - loop.time())
        await action()


async def ask(answer, world):
    action = world.operation("action", seconds=0.3)
    await answer(action, 1.0, 4)
    started_every(action, 1.0)
