"""Belief: wait gives its tasks back one by one, in the order in which they ended."""

import asyncio
from collections.abc import Awaitable, Callable


async def in_order_of_arrival(
    fetch: Callable[[str], Awaitable[str]], urls: list[str], on_result: Callable[[str], None]
) -> None:
    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    done, _ = await asyncio.wait(tasks)
    for task in done:
        on_result(task.result())
