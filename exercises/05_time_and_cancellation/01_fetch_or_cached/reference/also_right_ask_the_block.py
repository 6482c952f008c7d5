"""Also right: ask the block afterwards whether its time was up."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_or_cached(fetch: Callable[[], Awaitable[str]], cached: str, seconds: float) -> str:
    page = cached
    try:
        async with asyncio.timeout(seconds) as limit:
            page = await fetch()
    except TimeoutError:
        if not limit.expired():
            raise
    return page
