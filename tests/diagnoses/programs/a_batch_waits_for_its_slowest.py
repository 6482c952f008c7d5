"""Batches of n are believed to be the same as n at a time."""

import asyncio

from pytest_coro_lessons import kept_busy

SAYS = ["CL206"]


async def wrong(work, jobs):
    for first in range(0, len(jobs), 2):
        await asyncio.gather(*map(work, jobs[first : first + 2]))


async def right(work, jobs):
    limit = asyncio.Semaphore(2)

    async def limited(job):
        async with limit:
            await work(job)

    await asyncio.gather(*map(limited, jobs))


async def ask(answer, world):
    work = world.operation("work", seconds=lambda seconds: seconds)
    await answer(work, [1, 3, 2, 2])
    kept_busy(work, 2)
