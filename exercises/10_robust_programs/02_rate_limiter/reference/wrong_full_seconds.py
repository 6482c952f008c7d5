"""Belief: counting anew in every full second is enough. Around its end, twice as many pass."""

import asyncio


class RateLimiter:
    def __init__(self, n: int, per: float) -> None:
        self._n, self._per = n, per
        self._second, self._count = 0, 0
        self._queue = asyncio.Lock()

    async def acquire(self) -> None:
        loop = asyncio.get_running_loop()
        async with self._queue:
            if self._second == int(loop.time() / self._per) and self._count == self._n:
                await asyncio.sleep((self._second + 1) * self._per - loop.time())
            if self._second != int(loop.time() / self._per):
                self._second, self._count = int(loop.time() / self._per), 0
            self._count += 1
