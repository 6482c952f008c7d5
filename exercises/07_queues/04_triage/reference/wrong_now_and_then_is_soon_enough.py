"""Belief: looking now and then is as good as waiting.

Whoever comes in between waits without need.
"""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable


async def triage(
    patients: AsyncIterator[tuple[int, dict]], attend: Callable[[dict], Awaitable[None]]
) -> None:
    waiting: asyncio.PriorityQueue[tuple[float, int, dict]] = asyncio.PriorityQueue()

    async def reception() -> None:
        number = 0
        async for level, patient in patients:
            await waiting.put((level, number, patient))
            number += 1
        await waiting.put((math.inf, number, {}))

    async def practice() -> None:
        while True:
            while waiting.empty():
                await asyncio.sleep(0.1)
            level, _, patient = waiting.get_nowait()
            if level == math.inf:
                return
            await attend(patient)

    async with asyncio.TaskGroup() as group:
        group.create_task(reception())
        group.create_task(practice())
