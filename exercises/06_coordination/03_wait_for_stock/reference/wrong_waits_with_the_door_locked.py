"""Belief: who waits keeps the door locked. Then no truck gets in."""

import asyncio


class Warehouse:
    def __init__(self) -> None:
        self._stock = 0
        self._lock = asyncio.Lock()
        self._arrived = asyncio.Event()

    async def take(self, n: int) -> None:
        async with self._lock:
            while self._stock < n:
                self._arrived.clear()
                await self._arrived.wait()
            self._stock -= n

    async def restock(self, n: int) -> None:
        async with self._lock:
            self._stock += n
            self._arrived.set()
