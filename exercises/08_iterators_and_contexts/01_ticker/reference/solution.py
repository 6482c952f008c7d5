"""One solution of `Ticker`."""

import asyncio
from typing import Self


class Ticker:
    def __init__(self, period: float, times: int) -> None:
        self.period = period
        self.times = times
        self.number = 0

    def __aiter__(self) -> Self:
        # An ordinary method: `async for` calls it once, when the loop begins, and waits for
        # nothing. Each loop gets a ticker of its own to count with, so that two loops over this
        # one do not take each other's numbers.
        return type(self)(self.period, self.times)

    async def __anext__(self) -> int:
        # Awaited once for each round of the loop, so this one may wait.
        if self.number == self.times:
            # StopIteration cannot leave a coroutine. This one means "no more" to `async for`.
            raise StopAsyncIteration
        await asyncio.sleep(self.period)
        self.number += 1
        return self.number
