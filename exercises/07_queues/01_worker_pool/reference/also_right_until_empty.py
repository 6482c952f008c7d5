"""Also right: everything is in the queue before the workers start, so an empty one is the end."""

import asyncio
from collections.abc import Awaitable, Callable


async def worker_pool(
    handle: Callable[[str], Awaitable[None]], items: list[str], n: int
) -> list[Exception]:
    queue: asyncio.Queue[str] = asyncio.Queue()
    for item in items:
        queue.put_nowait(item)
    errors: list[Exception] = []

    async def worker() -> None:
        while not queue.empty():
            try:
                await handle(queue.get_nowait())
            except Exception as error:
                errors.append(error)

    async with asyncio.TaskGroup() as group:
        for _ in range(n):
            group.create_task(worker())
    return errors
