"""Belief: in an asynchronous class, every method is async.

`async for` wants the iterator itself from `__aiter__`, and not a coroutine.
"""

import asyncio
from typing import Self


class Ticker:
    def __init__(self, period: float, times: int) -> None:
        self.period = period
        self.times = times
        self.number = 0

    async def __aiter__(self) -> Self:
        return type(self)(self.period, self.times)

    async def __anext__(self) -> int:
        if self.number == self.times:
            raise StopAsyncIteration
        await asyncio.sleep(self.period)
        self.number += 1
        return self.number
