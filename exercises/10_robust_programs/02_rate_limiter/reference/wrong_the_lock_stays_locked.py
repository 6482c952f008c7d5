"""Belief: a release after the wait is always reached. A cancellation jumps over it."""

import asyncio
from collections import deque


class RateLimiter:
    def __init__(self, n: int, per: float) -> None:
        self._per = per
        self._starts: deque[float] = deque(maxlen=n)
        self._queue = asyncio.Lock()

    async def acquire(self) -> None:
        loop = asyncio.get_running_loop()
        await self._queue.acquire()
        if len(self._starts) == self._starts.maxlen:
            await asyncio.sleep(max(0.0, self._starts[0] + self._per - loop.time()))
        self._starts.append(loop.time())
        self._queue.release()
