"""Belief: one turn of the loop ends whatever was cancelled. Who cleans up needs longer."""

import asyncio
from collections.abc import Awaitable, Callable


async def fastest_mirror(fetch: Callable[[str], Awaitable[str]], urls: list[str]) -> str:
    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    waiting = set(tasks)
    while waiting:
        ended, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        winners = [task for task in ended if task.exception() is None]
        if winners:
            for task in waiting:
                task.cancel()
            await asyncio.sleep(0)
            return winners[0].result()
    return ended.pop().result()
