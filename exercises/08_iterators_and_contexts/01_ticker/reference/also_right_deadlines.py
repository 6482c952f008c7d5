"""Also right: each tick is due at a time that is counted from the beginning."""

import asyncio
from copy import copy
from typing import Self


class Ticker:
    def __init__(self, period: float, times: int) -> None:
        self.period = period
        self.times = times
        self.number = 0
        self.begun = 0.0

    def __aiter__(self) -> Self:
        ticks = copy(self)
        ticks.begun = asyncio.get_running_loop().time()
        return ticks

    async def __anext__(self) -> int:
        if self.number == self.times:
            raise StopAsyncIteration
        self.number += 1
        due = self.begun + self.number * self.period
        await asyncio.sleep(due - asyncio.get_running_loop().time())
        return self.number
