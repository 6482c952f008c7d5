"""Belief: TimeoutError comes up where the code waits. It comes up when the block ends."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_or_cached(fetch: Callable[[], Awaitable[str]], cached: str, seconds: float) -> str:
    async with asyncio.timeout(seconds):
        try:
            return await fetch()
        except TimeoutError:
            return cached
