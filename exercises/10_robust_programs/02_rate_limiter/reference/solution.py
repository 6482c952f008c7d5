"""One solution of `RateLimiter`."""

import asyncio
from collections import deque


class RateLimiter:
    def __init__(self, n: int, per: float) -> None:
        self._per = per
        # The last n starts; the oldest one says when the next one may come.
        self._starts: deque[float] = deque(maxlen=n)
        self._queue = asyncio.Lock()

    async def acquire(self) -> None:
        loop = asyncio.get_running_loop()
        # Only one at a time looks and waits; the others stand in the queue, in the order in
        # which they came. If the wait is cancelled, nothing has been noted, and the lock is free.
        async with self._queue:
            if len(self._starts) == self._starts.maxlen:
                await asyncio.sleep(self._starts[0] + self._per - loop.time())
            self._starts.append(loop.time())
