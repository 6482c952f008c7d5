"""Belief: a task is the result of its coroutine. The tasks returned are still running."""

import asyncio
from collections.abc import Awaitable, Callable


async def run_tasks(
    work: Callable[[str, float], Awaitable[str]], names: list[str], seconds: float
) -> list[str]:
    return [asyncio.create_task(work(name, seconds)) for name in names]
