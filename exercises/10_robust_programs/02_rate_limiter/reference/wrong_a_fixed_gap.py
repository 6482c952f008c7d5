"""Belief: two per second means one every half second. That is slower than allowed."""

import asyncio


class RateLimiter:
    def __init__(self, n: int, per: float) -> None:
        self._gap = per / n
        self._next = 0.0
        self._queue = asyncio.Lock()

    async def acquire(self) -> None:
        loop = asyncio.get_running_loop()
        async with self._queue:
            await asyncio.sleep(max(0.0, self._next - loop.time()))
            self._next = loop.time() + self._gap
