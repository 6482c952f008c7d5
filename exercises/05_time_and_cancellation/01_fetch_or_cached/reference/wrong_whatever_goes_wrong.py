"""Belief: the cached page is for whatever goes wrong. That something is broken stays hidden."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_or_cached(fetch: Callable[[], Awaitable[str]], cached: str, seconds: float) -> str:
    try:
        async with asyncio.timeout(seconds):
            return await fetch()
    except Exception:
        return cached
