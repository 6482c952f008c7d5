"""`await` is believed to start something and to go on."""

import asyncio

from pytest_coro_lessons import took

SAYS = ["CL201"]


async def wrong(fetch, names):
    pages = []
    for name in names:
        task = asyncio.create_task(fetch(name))
        pages.append(await task)
    return pages


async def right(fetch, names):
    tasks = [asyncio.create_task(fetch(name)) for name in names]
    return [await task for task in tasks]


async def ask(answer, world):
    with took(1.0):
        await answer(world.operation("fetch"), "abc")
