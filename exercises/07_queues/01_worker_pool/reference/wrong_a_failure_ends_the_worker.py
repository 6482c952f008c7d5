"""Belief: a failure may end its worker, as long as it is counted. One hand less from then on."""

import asyncio
from collections.abc import Awaitable, Callable


async def worker_pool(
    handle: Callable[[str], Awaitable[None]], items: list[str], n: int
) -> list[Exception]:
    queue: asyncio.Queue[str] = asyncio.Queue()
    for item in items:
        queue.put_nowait(item)

    async def worker() -> None:
        while True:
            item = await queue.get()
            try:
                await handle(item)
            finally:
                queue.task_done()

    workers = [asyncio.create_task(worker()) for _ in range(n)]
    await queue.join()
    for task in workers:
        task.cancel()
    ends = await asyncio.gather(*workers, return_exceptions=True)
    return [end for end in ends if isinstance(end, Exception)]
