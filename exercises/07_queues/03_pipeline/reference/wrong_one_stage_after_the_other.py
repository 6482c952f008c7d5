"""Belief: a stage begins when the one before it is over.

Then `b` idles while `a` works, and everything piles up in between.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def pipeline(
    source: Callable[[], Awaitable[Any]],
    a: Callable[[Any], Awaitable[Any]],
    b: Callable[[Any], Awaitable[Any]],
    n_a: int,
    n_b: int,
) -> list[Any]:
    async def stage(items: list[Any], work: Callable[[Any], Awaitable[Any]], n: int) -> list[Any]:
        room = asyncio.Semaphore(n)

        async def limited(item: Any) -> Any:
            async with room:
                return await work(item)

        return await asyncio.gather(*map(limited, items))

    items = []
    while (item := await source()) is not None:
        items.append(item)
    return await stage(await stage(items, a, n_a), b, n_b)
