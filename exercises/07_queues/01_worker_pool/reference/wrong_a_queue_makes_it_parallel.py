"""Belief: a queue makes things run at once. One loop takes the items out, one by one."""

import asyncio
from collections.abc import Awaitable, Callable


async def worker_pool(
    handle: Callable[[str], Awaitable[None]], items: list[str], n: int
) -> list[Exception]:
    queue: asyncio.Queue[str] = asyncio.Queue()
    errors: list[Exception] = []
    for item in items:
        queue.put_nowait(item)

    while not queue.empty():
        item = await queue.get()
        try:
            await handle(item)
        except Exception as error:
            errors.append(error)
    return errors
