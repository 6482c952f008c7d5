"""A semaphore is believed to limit what is made inside of it."""

import asyncio

from pytest_coro_lessons import at_once

SAYS = ["CL203"]


async def wrong(work, names):
    async with asyncio.Semaphore(2):
        await asyncio.gather(*map(work, names))


async def right(work, names):
    limit = asyncio.Semaphore(2)

    async def limited(name):
        async with limit:
            await work(name)

    await asyncio.gather(*map(limited, names))


async def ask(answer, world):
    work = world.operation("work")
    await answer(work, "abcd")
    at_once(work, at_most=2)
