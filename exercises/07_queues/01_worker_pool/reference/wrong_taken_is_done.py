"""Belief: what was taken out of the queue is done. `join` waits to be told so."""

import asyncio
from collections.abc import Awaitable, Callable


async def worker_pool(
    handle: Callable[[str], Awaitable[None]], items: list[str], n: int
) -> list[Exception]:
    queue: asyncio.Queue[str] = asyncio.Queue()
    errors: list[Exception] = []
    for item in items:
        queue.put_nowait(item)

    async def worker() -> None:
        while True:
            item = await queue.get()
            try:
                await handle(item)
            except Exception as error:
                errors.append(error)

    workers = [asyncio.create_task(worker()) for _ in range(n)]
    await queue.join()
    for task in workers:
        task.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    return errors
