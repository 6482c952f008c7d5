"""Belief: too late can be told afterwards. By then everybody has waited."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_or_cached(fetch: Callable[[], Awaitable[str]], cached: str, seconds: float) -> str:
    loop = asyncio.get_running_loop()
    start = loop.time()
    page = await fetch()
    return page if loop.time() - start <= seconds else cached
