"""Also right: one sentinel for each worker says that nothing more will come."""

import asyncio
from collections.abc import Awaitable, Callable

END = object()


async def worker_pool(
    handle: Callable[[str], Awaitable[None]], items: list[str], n: int
) -> list[Exception]:
    queue: asyncio.Queue[object] = asyncio.Queue(maxsize=n)
    errors: list[Exception] = []

    async def worker() -> None:
        while (item := await queue.get()) is not END:
            try:
                await handle(item)
            except Exception as error:
                errors.append(error)

    workers = [asyncio.create_task(worker()) for _ in range(n)]
    for item in [*items, *[END] * n]:
        await queue.put(item)
    await asyncio.gather(*workers)
    return errors
