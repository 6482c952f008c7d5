"""Belief: the timeout of asyncio.wait cancels. It only stops waiting."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_or_cached(fetch: Callable[[], Awaitable[str]], cached: str, seconds: float) -> str:
    task = asyncio.create_task(fetch())
    ended, _ = await asyncio.wait([task], timeout=seconds)
    return task.result() if ended else cached
