"""Belief: what is ordered is taken. Who gives up leaves a hole behind."""

import asyncio


class Warehouse:
    def __init__(self) -> None:
        self._free = asyncio.Semaphore(0)

    async def take(self, n: int) -> None:
        for _ in range(n):
            await self._free.acquire()

    async def restock(self, n: int) -> None:
        for _ in range(n):
            self._free.release()
