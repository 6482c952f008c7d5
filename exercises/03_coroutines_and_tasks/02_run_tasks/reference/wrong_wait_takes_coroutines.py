"""Belief: asyncio.wait takes coroutines, as in 2015. Since Python 3.11 it refuses them."""

import asyncio
from collections.abc import Awaitable, Callable


async def run_tasks(
    work: Callable[[str, float], Awaitable[str]], names: list[str], seconds: float
) -> list[str]:
    coroutines = [work(name, seconds) for name in names]
    done, _ = await asyncio.wait(coroutines)
    return [task.result() for task in done]
