"""Also right: asyncio.wait with tasks, and the order taken from our own list."""

import asyncio
from collections.abc import Awaitable, Callable


async def run_tasks(
    work: Callable[[str, float], Awaitable[str]], names: list[str], seconds: float
) -> list[str]:
    tasks = [asyncio.create_task(work(name, seconds)) for name in names]
    await asyncio.wait(tasks)
    return [task.result() for task in tasks]
