"""Belief: one sleep is as good as the other.

This one stops the whole thread, and with it the other loop.
"""

import time
from typing import Self


class Ticker:
    def __init__(self, period: float, times: int) -> None:
        self.period = period
        self.times = times
        self.number = 0

    def __aiter__(self) -> Self:
        return type(self)(self.period, self.times)

    async def __anext__(self) -> int:
        if self.number == self.times:
            raise StopAsyncIteration
        time.sleep(self.period)
        self.number += 1
        return self.number
