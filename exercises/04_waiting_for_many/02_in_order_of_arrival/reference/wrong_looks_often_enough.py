"""Belief: who looks often enough sees at once what has arrived. Always a little too late."""

import asyncio
from collections.abc import Awaitable, Callable


async def in_order_of_arrival(
    fetch: Callable[[str], Awaitable[str]], urls: list[str], on_result: Callable[[str], None]
) -> None:
    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    while tasks:
        await asyncio.sleep(0.05)
        for task in [task for task in tasks if task.done()]:
            on_result(task.result())
            tasks.remove(task)
