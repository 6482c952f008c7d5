"""Also right: a Future for each who waits, served in turn."""

import asyncio


class Warehouse:
    def __init__(self) -> None:
        self._stock = 0
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []

    async def take(self, n: int) -> None:
        if self._stock < n:
            served = asyncio.get_running_loop().create_future()
            self._waiting.append((n, served))
            try:
                await served
            except asyncio.CancelledError:
                if served.done() and not served.cancelled():
                    await self.restock(n)  # it was set aside already; others may have it
                raise
        else:
            self._stock -= n

    async def restock(self, n: int) -> None:
        self._stock += n
        for wanted, served in [*self._waiting]:
            if served.cancelled():
                self._waiting.remove((wanted, served))
            elif wanted <= self._stock:
                self._stock -= wanted
                self._waiting.remove((wanted, served))
                served.set_result(None)
