"""Belief: the first to end has won. One that is down ends early."""

import asyncio
from collections.abc import Awaitable, Callable


async def fastest_mirror(fetch: Callable[[str], Awaitable[str]], urls: list[str]) -> str:
    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    ended, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return ended.pop().result()
