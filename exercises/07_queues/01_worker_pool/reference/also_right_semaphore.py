"""Also right: a task for each item, and a semaphore with room for `n` of them."""

import asyncio
from collections.abc import Awaitable, Callable


async def worker_pool(
    handle: Callable[[str], Awaitable[None]], items: list[str], n: int
) -> list[Exception]:
    room = asyncio.Semaphore(n)

    async def limited(item: str) -> None:
        async with room:
            await handle(item)

    answers = await asyncio.gather(*map(limited, items), return_exceptions=True)
    return [answer for answer in answers if isinstance(answer, Exception)]
