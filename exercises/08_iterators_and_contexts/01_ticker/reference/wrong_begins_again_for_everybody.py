"""Belief: setting the counter back begins a new loop.

It begins again for those who are in the middle of theirs, too.
"""

import asyncio
from typing import Self


class Ticker:
    def __init__(self, period: float, times: int) -> None:
        self.period = period
        self.times = times
        self.number = 0

    def __aiter__(self) -> Self:
        self.number = 0
        return self

    async def __anext__(self) -> int:
        if self.number == self.times:
            raise StopAsyncIteration
        await asyncio.sleep(self.period)
        self.number += 1
        return self.number
