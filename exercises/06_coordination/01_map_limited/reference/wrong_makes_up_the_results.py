"""Belief: only what comes back, and when, counts. The work itself is never asked for."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def map_limited(work: Callable[[Any], Awaitable[Any]], items: list[Any], n: int) -> list[Any]:
    slots = asyncio.Semaphore(n)

    async def in_a_slot(item: Any) -> Any:
        async with slots:
            await asyncio.sleep(item if isinstance(item, float) else 1.0)
            return f"{item} done"

    return await asyncio.gather(*(in_a_slot(item) for item in items))
