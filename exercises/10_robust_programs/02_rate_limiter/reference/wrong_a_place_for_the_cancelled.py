"""Belief: a start can be noted before the wait. It counts even if the wait is cancelled."""

import asyncio
from collections import deque


class RateLimiter:
    def __init__(self, n: int, per: float) -> None:
        self._per = per
        self._starts: deque[float] = deque(maxlen=n)

    async def acquire(self) -> None:
        loop = asyncio.get_running_loop()
        start = loop.time()
        if len(self._starts) == self._starts.maxlen:
            start = max(start, self._starts[0] + self._per)
        self._starts.append(start)
        await asyncio.sleep(start - loop.time())
