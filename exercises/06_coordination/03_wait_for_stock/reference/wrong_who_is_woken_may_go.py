"""Belief: who is woken may go. Somebody else was woken by the same truck."""

import asyncio


class Warehouse:
    def __init__(self) -> None:
        self._stock = 0
        self._changed = asyncio.Condition()

    async def take(self, n: int) -> None:
        async with self._changed:
            if self._stock < n:
                await self._changed.wait()
            self._stock -= n

    async def restock(self, n: int) -> None:
        async with self._changed:
            self._stock += n
            self._changed.notify_all()
