"""Also right: an event that is cleared by who looks and finds too little."""

import asyncio


class Warehouse:
    def __init__(self) -> None:
        self._stock = 0
        self._arrived = asyncio.Event()

    async def take(self, n: int) -> None:
        # No await between the look and the wait: nobody can come in between.
        while self._stock < n:
            self._arrived.clear()
            await self._arrived.wait()
        self._stock -= n

    async def restock(self, n: int) -> None:
        self._stock += n
        self._arrived.set()
