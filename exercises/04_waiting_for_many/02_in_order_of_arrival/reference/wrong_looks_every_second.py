"""Belief: looking once a second is soon enough. What has arrived waits for the next look."""

import asyncio
from collections.abc import Awaitable, Callable


async def in_order_of_arrival(
    fetch: Callable[[str], Awaitable[str]], urls: list[str], on_result: Callable[[str], None]
) -> None:
    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    while tasks:
        await asyncio.sleep(1)
        for task in [task for task in tasks if task.done()]:
            on_result(task.result())
            tasks.remove(task)
