"""Belief: a generator that is left early closes itself. It waits for the garbage collector."""

import asyncio
from collections.abc import AsyncIterator


class Ticker:
    def __init__(self, period: float, times: int) -> None:
        self.period = period
        self.times = times

    async def __aiter__(self) -> AsyncIterator[int]:
        for number in range(1, self.times + 1):
            await asyncio.sleep(self.period)
            yield number
