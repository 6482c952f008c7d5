"""Belief: tasks that are made in a loop run in the rhythm of the loop. They all start now."""

import asyncio
from collections.abc import Awaitable, Callable


async def heartbeat(action: Callable[[], Awaitable[None]], period: float, times: int) -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(times):
            group.create_task(action())
    await asyncio.sleep(period * (times - 1))
