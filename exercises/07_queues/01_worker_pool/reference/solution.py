"""One solution of `worker_pool`."""

import asyncio
from collections.abc import Awaitable, Callable


async def worker_pool(
    handle: Callable[[str], Awaitable[None]], items: list[str], n: int
) -> list[Exception]:
    queue: asyncio.Queue[str] = asyncio.Queue()
    errors: list[Exception] = []
    for item in items:
        queue.put_nowait(item)  # without a maxsize there is always room

    async def worker() -> None:
        while True:
            item = await queue.get()
            try:
                await handle(item)
            except Exception as error:
                # Caught here, inside the loop: this item failed, and the worker goes on.
                errors.append(error)
            finally:
                # `join` counts these. An item whose handling fails is done with, too.
                queue.task_done()

    workers = [asyncio.create_task(worker()) for _ in range(n)]
    # Returns when every item has been taken out *and* reported as done.
    await queue.join()
    # The workers do not know that nothing more will come: they wait in `get`.
    for task in workers:
        task.cancel()
    # `cancel` only asks. This waits until they have ended; their CancelledErrors come back
    # as results and not as an exception.
    await asyncio.gather(*workers, return_exceptions=True)
    return errors
