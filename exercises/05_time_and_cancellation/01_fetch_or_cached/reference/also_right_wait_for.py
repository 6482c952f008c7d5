"""Also right: wait_for, the older way to write the same."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_or_cached(fetch: Callable[[], Awaitable[str]], cached: str, seconds: float) -> str:
    try:
        return await asyncio.wait_for(fetch(), seconds)
    except TimeoutError:
        return cached
