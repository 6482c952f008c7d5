"""Also right: a task group. Its block ends when all of its tasks have ended."""

import asyncio
from collections.abc import Awaitable, Callable


async def run_tasks(
    work: Callable[[str, float], Awaitable[str]], names: list[str], seconds: float
) -> list[str]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work(name, seconds)) for name in names]
    return [task.result() for task in tasks]
