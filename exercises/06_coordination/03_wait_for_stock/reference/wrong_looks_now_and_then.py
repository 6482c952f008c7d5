"""Belief: looking now and then is waiting. It wakes up for nothing, and notices late."""

import asyncio


class Warehouse:
    def __init__(self) -> None:
        self._stock = 0

    async def take(self, n: int) -> None:
        while self._stock < n:
            await asyncio.sleep(0.05)
        self._stock -= n

    async def restock(self, n: int) -> None:
        self._stock += n
