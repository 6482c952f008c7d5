"""Belief: a semaphore around the gather limits what is inside. Only one passes: the gather."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def map_limited(work: Callable[[Any], Awaitable[Any]], items: list[Any], n: int) -> list[Any]:
    async with asyncio.Semaphore(n):
        return await asyncio.gather(*(work(item) for item in items))
