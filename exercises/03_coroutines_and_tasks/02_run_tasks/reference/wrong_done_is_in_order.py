"""Belief: wait gives the tasks back in order. It gives a set, which has none."""

import asyncio
from collections.abc import Awaitable, Callable


async def run_tasks(
    work: Callable[[str, float], Awaitable[str]], names: list[str], seconds: float
) -> list[str]:
    tasks = [asyncio.create_task(work(name, seconds)) for name in names]
    done, _ = await asyncio.wait(tasks)
    return [task.result() for task in done]
