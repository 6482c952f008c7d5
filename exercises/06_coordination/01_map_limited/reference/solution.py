"""One solution of `map_limited`."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def map_limited(work: Callable[[Any], Awaitable[Any]], items: list[Any], n: int) -> list[Any]:
    # One semaphore for all of them: n slots, and every call has to pass through it.
    slots = asyncio.Semaphore(n)

    async def in_a_slot(item: Any) -> Any:
        # The slot is held while this item is worked on, and given back whatever happens.
        # A task in the queue of the semaphore costs little; what is limited is the work.
        async with slots:
            return await work(item)

    return await asyncio.gather(*(in_a_slot(item) for item in items))
