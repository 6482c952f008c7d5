"""Belief: a lock limits how many run. It does, to one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def map_limited(work: Callable[[Any], Awaitable[Any]], items: list[Any], n: int) -> list[Any]:
    lock = asyncio.Lock()

    async def one_by_one(item: Any) -> Any:
        async with lock:
            return await work(item)

    return await asyncio.gather(*(one_by_one(item) for item in items))
