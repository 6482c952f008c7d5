"""Belief: who has lost stops by itself. The losers go on."""

import asyncio
from collections.abc import Awaitable, Callable


async def fastest_mirror(fetch: Callable[[str], Awaitable[str]], urls: list[str]) -> str:
    waiting = {asyncio.create_task(fetch(url)) for url in urls}
    while waiting:
        ended, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            if task.exception() is None:
                return task.result()
    return ended.pop().result()
