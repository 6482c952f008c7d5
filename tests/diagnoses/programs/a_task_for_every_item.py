"""A semaphore is believed to bound the memory as well."""

import asyncio

from pytest_coro_lessons import tasks_at_most

SAYS = ["CL410"]


async def wrong(work, items):
    limit = asyncio.Semaphore(3)

    async def limited(item):
        async with limit:
            await work(item)

    async with asyncio.TaskGroup() as group:
        for item in items:
            group.create_task(limited(item))


async def right(work, items):
    async def worker():
        for item in items:
            await work(item)

    await asyncio.gather(*(worker() for _ in range(3)))


async def ask(answer, world):
    with tasks_at_most(3):
        await answer(world.operation("work"), iter(range(100)))
