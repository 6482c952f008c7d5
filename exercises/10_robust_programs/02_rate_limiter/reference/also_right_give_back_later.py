"""As good: a semaphore whose places come back after a second, and not when the work has ended."""

import asyncio


class RateLimiter:
    def __init__(self, n: int, per: float) -> None:
        self._per = per
        self._places = asyncio.Semaphore(n)

    async def acquire(self) -> None:
        await self._places.acquire()
        asyncio.get_running_loop().call_later(self._per, self._places.release)
