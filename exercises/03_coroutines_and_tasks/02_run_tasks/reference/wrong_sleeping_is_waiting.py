"""Belief: sleep long enough and it will be done. How long is enough, nobody knows."""

import asyncio
from collections.abc import Awaitable, Callable


async def run_tasks(
    work: Callable[[str, float], Awaitable[str]], names: list[str], seconds: float
) -> list[str]:
    tasks = [asyncio.create_task(work(name, seconds)) for name in names]
    await asyncio.sleep(seconds)
    return [task.result() for task in tasks]
