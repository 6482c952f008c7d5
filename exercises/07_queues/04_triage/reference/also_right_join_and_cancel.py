"""Also right: a dataclass that says what counts in a comparison; `join` knows the end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(order=True)
class Turn:
    level: int
    number: int
    patient: dict = field(compare=False)


async def triage(
    patients: AsyncIterator[tuple[int, dict]], attend: Callable[[dict], Awaitable[None]]
) -> None:
    waiting: asyncio.PriorityQueue[Turn] = asyncio.PriorityQueue()

    async def practice() -> None:
        while True:
            turn = await waiting.get()
            await attend(turn.patient)
            waiting.task_done()

    practising = asyncio.create_task(practice())
    number = 0
    async for level, patient in patients:
        number += 1
        waiting.put_nowait(Turn(level, number, patient))
    await waiting.join()
    practising.cancel()
    await asyncio.wait([practising])
