"""Belief: a semaphore limits how many per second. It limits how many at a time."""

import asyncio


class RateLimiter:
    def __init__(self, n: int, per: float) -> None:
        self._places = asyncio.Semaphore(n)

    async def acquire(self) -> None:
        async with self._places:
            pass
