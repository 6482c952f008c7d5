"""Also right: one loop that starts every task, and then another that waits for them."""

import asyncio
from collections.abc import Awaitable, Callable


async def run_tasks(
    work: Callable[[str, float], Awaitable[str]], names: list[str], seconds: float
) -> list[str]:
    tasks = [asyncio.create_task(work(name, seconds)) for name in names]
    return [await task for task in tasks]
