"""Belief: the answers are known, so nobody has to be asked."""

import asyncio
from collections.abc import Awaitable, Callable


async def ten_thousand(wait: Callable[[int], Awaitable[int]]) -> int:
    await asyncio.sleep(1)
    return sum(range(10_000))
