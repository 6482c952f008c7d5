"""Also right: a task group, and the sum when its block has ended."""

import asyncio
from collections.abc import Awaitable, Callable


async def ten_thousand(wait: Callable[[int], Awaitable[int]]) -> int:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(wait(number)) for number in range(10_000)]
    return sum(task.result() for task in tasks)
