"""One solution of `Warehouse`."""

import asyncio


class Warehouse:
    def __init__(self) -> None:
        self._stock = 0
        self._changed = asyncio.Condition()

    async def take(self, n: int) -> None:
        async with self._changed:
            # wait_for looks first, and looks again each time it is woken: a truck that came
            # earlier counts, and so does somebody else who was quicker.
            await self._changed.wait_for(lambda: self._stock >= n)
            self._stock -= n

    async def restock(self, n: int) -> None:
        async with self._changed:
            self._stock += n
            # All of them: whoever would be woken alone might need more than there is.
            self._changed.notify_all()
