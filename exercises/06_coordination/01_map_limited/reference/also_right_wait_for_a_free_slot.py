"""As good: start the next one when one has ended."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def map_limited(work: Callable[[Any], Awaitable[Any]], items: list[Any], n: int) -> list[Any]:
    tasks: list[asyncio.Task[Any]] = []
    under_way: set[asyncio.Task[Any]] = set()
    for item in items:
        if len(under_way) >= n:
            _, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
        tasks.append(asyncio.create_task(work(item)))  # type: ignore[arg-type]
        under_way.add(tasks[-1])
    return [await task for task in tasks]
