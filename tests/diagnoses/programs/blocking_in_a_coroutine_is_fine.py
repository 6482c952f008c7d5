"""Inside of `async def` everything is believed to be asynchronous."""

import asyncio
import time

from pytest_coro_lessons import took

SAYS = ["CL501", "CL101"]


async def wrong(calculate, names):
    return await asyncio.gather(*(one(calculate, name) for name in names))


async def one(calculate, name):
    return calculate(name)


async def right(calculate, names):
    return await asyncio.gather(*(asyncio.to_thread(calculate, name) for name in names))


async def ask(answer, world):
    def calculate(name):
        time.sleep(0.5)
        return name

    with took(0.5):
        await answer(calculate, "abc")
