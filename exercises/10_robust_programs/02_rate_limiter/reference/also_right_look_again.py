"""As good: no lock, but whoever has slept looks again."""

import asyncio
from collections import deque


class RateLimiter:
    def __init__(self, n: int, per: float) -> None:
        self._per = per
        self._starts: deque[float] = deque(maxlen=n)

    async def acquire(self) -> None:
        loop = asyncio.get_running_loop()
        while len(self._starts) == self._starts.maxlen:
            pause = self._starts[0] + self._per - loop.time()
            if pause <= 0:
                break
            await asyncio.sleep(pause)
        self._starts.append(loop.time())
