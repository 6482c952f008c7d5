"""Belief: somebody has to tick while nobody asks.

The task goes on ticking when the loop has gone.
"""

import asyncio
from typing import Self


class Ticker:
    def __init__(self, period: float, times: int) -> None:
        self.period = period
        self.times = times

    def __aiter__(self) -> Self:
        ticks = type(self)(self.period, self.times)
        ticks.queue = asyncio.Queue()
        ticks.task = asyncio.create_task(ticks.tick())
        return ticks

    async def tick(self) -> None:
        for number in range(1, self.times + 1):
            await asyncio.sleep(self.period)
            self.queue.put_nowait(number)
        self.queue.put_nowait(None)

    async def __anext__(self) -> int:
        number = await self.queue.get()
        if number is None:
            await self.task
            raise StopAsyncIteration
        return number
