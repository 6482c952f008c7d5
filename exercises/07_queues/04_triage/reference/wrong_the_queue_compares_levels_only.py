"""Belief: a priority queue looks at the priority only.

Of two equal levels it compares the patients.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable


async def triage(
    patients: AsyncIterator[tuple[int, dict]], attend: Callable[[dict], Awaitable[None]]
) -> None:
    waiting: asyncio.PriorityQueue[tuple[int, dict]] = asyncio.PriorityQueue()

    async def practice() -> None:
        while True:
            _, patient = await waiting.get()
            await attend(patient)
            waiting.task_done()

    practising = asyncio.create_task(practice())
    try:
        async for level, patient in patients:
            waiting.put_nowait((level, patient))
        await waiting.join()
    finally:
        practising.cancel()
        await asyncio.wait([practising])
