"""Also right: a list needs no queue. The workers take turns at one iterator."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator


async def worker_pool(
    handle: Callable[[str], Awaitable[None]], items: list[str], n: int
) -> list[Exception]:
    errors: list[Exception] = []

    async def worker(shared: Iterator[str]) -> None:
        for item in shared:
            try:
                await handle(item)
            except Exception as error:
                errors.append(error)

    shared = iter(items)
    await asyncio.gather(*(worker(shared) for _ in range(n)))
    return errors
