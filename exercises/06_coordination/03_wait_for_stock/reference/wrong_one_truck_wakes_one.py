"""Belief: one truck, one notification. It wakes one who needs more, and nobody else."""

import asyncio


class Warehouse:
    def __init__(self) -> None:
        self._stock = 0
        self._changed = asyncio.Condition()

    async def take(self, n: int) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self._stock >= n)
            self._stock -= n

    async def restock(self, n: int) -> None:
        async with self._changed:
            self._stock += n
            self._changed.notify()
