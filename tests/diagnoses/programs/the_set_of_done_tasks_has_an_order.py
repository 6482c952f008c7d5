"""`wait` is believed to give back its tasks in their order."""

import asyncio

from pytest_coro_lessons import result, sets_in_reverse

SAYS = ["CL601"]


async def wrong(fetch, names):
    done, _ = await asyncio.wait([asyncio.create_task(fetch(name)) for name in names])
    return [task.result() for task in done]


async def right(fetch, names):
    tasks = [asyncio.create_task(fetch(name)) for name in names]
    await asyncio.wait(tasks)
    return [task.result() for task in tasks]


async def ask(answer, world):
    fetch = world.operation("fetch", returns=lambda name: name.upper())
    with sets_in_reverse():
        result(await answer(fetch, "abc"), ["A", "B", "C"])
