"""Also right: one class to go through, and another one that counts."""

from __future__ import annotations

import asyncio
from typing import Self


class Ticks:
    def __init__(self, ticker: Ticker) -> None:
        self.period = ticker.period
        self.numbers = iter(range(1, ticker.times + 1))

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> int:
        for number in self.numbers:
            await asyncio.sleep(self.period)
            return number
        raise StopAsyncIteration


class Ticker:
    def __init__(self, period: float, times: int) -> None:
        self.period = period
        self.times = times

    def __aiter__(self) -> Ticks:
        return Ticks(self)
