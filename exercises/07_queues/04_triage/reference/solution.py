"""One solution of `triage`."""

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
            # The queue compares tuples from left to right. The number decides between patients
            # of one level, so that it never comes to comparing two dicts, which have no order.
            waiting.put_nowait((level, number, patient))
            number += 1
        # Comes out last: infinity is more than any level.
        waiting.put_nowait((math.inf, number, {}))

    async def practice() -> None:
        while True:
            # Waits while nobody is there. Who is the most urgent is decided at this moment, so
            # it does not matter who of those waiting came when.
            level, _, patient = await waiting.get()
            if level == math.inf:
                return
            await attend(patient)

    async with asyncio.TaskGroup() as group:
        group.create_task(reception())
        group.create_task(practice())
