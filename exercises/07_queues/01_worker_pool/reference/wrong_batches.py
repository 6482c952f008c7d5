"""Belief: at most `n` at once means groups of `n`. Each group waits for its slowest item."""

import asyncio
from collections.abc import Awaitable, Callable


async def worker_pool(
    handle: Callable[[str], Awaitable[None]], items: list[str], n: int
) -> list[Exception]:
    errors: list[Exception] = []
    for first in range(0, len(items), n):
        group = [handle(item) for item in items[first : first + n]]
        answers = await asyncio.gather(*group, return_exceptions=True)
        errors += [answer for answer in answers if isinstance(answer, Exception)]
    return errors
