"""Belief: ten thousand at once are too many, so they go in batches of a hundred."""

import asyncio
from collections.abc import Awaitable, Callable


async def ten_thousand(wait: Callable[[int], Awaitable[int]]) -> int:
    total = 0
    for first in range(0, 10_000, 100):
        numbers = range(first, first + 100)
        total += sum(await asyncio.gather(*(wait(number) for number in numbers)))
    return total
