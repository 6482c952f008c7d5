"""Belief: cancel() ends a task. It asks, and the task ends later."""

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
            finally:
                queue.task_done()

    workers = [asyncio.create_task(worker()) for _ in range(n)]
    await queue.join()
    for task in workers:
        task.cancel()
    return errors
