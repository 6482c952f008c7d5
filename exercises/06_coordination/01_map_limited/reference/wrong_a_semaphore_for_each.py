"""Belief: each call needs a semaphore of its own. Then every call finds all of its slots free."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def map_limited(work: Callable[[Any], Awaitable[Any]], items: list[Any], n: int) -> list[Any]:
    async def in_a_slot(item: Any) -> Any:
        async with asyncio.Semaphore(n):
            return await work(item)

    return await asyncio.gather(*(in_a_slot(item) for item in items))
