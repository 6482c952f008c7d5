"""Belief: CancelledError always means that the time is up. Somebody else may have cancelled us."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_or_cached(fetch: Callable[[], Awaitable[str]], cached: str, seconds: float) -> str:
    try:
        async with asyncio.timeout(seconds):
            return await fetch()
    except (TimeoutError, asyncio.CancelledError):
        return cached
