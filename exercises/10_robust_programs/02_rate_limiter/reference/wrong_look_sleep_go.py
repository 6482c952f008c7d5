"""Belief: what was true before the sleep is true after it. Others have slept as long."""

import asyncio
from collections import deque


class RateLimiter:
    def __init__(self, n: int, per: float) -> None:
        self._per = per
        self._starts: deque[float] = deque(maxlen=n)

    async def acquire(self) -> None:
        loop = asyncio.get_running_loop()
        if len(self._starts) == self._starts.maxlen:
            await asyncio.sleep(max(0.0, self._starts[0] + self._per - loop.time()))
        self._starts.append(loop.time())
