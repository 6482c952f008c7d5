"""Also right: the action runs as a task while the pause goes on."""

import asyncio
from collections.abc import Awaitable, Callable


async def heartbeat(action: Callable[[], Awaitable[None]], period: float, times: int) -> None:
    async with asyncio.TaskGroup() as group:
        for beat in range(times):
            if beat:
                await asyncio.sleep(period)
            group.create_task(action())
