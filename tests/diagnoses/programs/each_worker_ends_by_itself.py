"""Workers are believed to end when the queue is empty."""

import asyncio

from pytest_coro_lessons import in_any_order

SAYS = ["CL402"]


async def worker(queue, handle):
    while True:
        await handle(await queue.get())
        queue.task_done()


async def wrong(handle, items):
    queue = asyncio.Queue()
    for item in items:
        queue.put_nowait(item)
    for _ in range(2):
        asyncio.create_task(worker(queue, handle))
    await queue.join()


async def right(handle, items):
    queue = asyncio.Queue()
    for item in items:
        queue.put_nowait(item)
    workers = [asyncio.create_task(worker(queue, handle)) for _ in range(2)]
    await queue.join()
    for each in workers:
        each.cancel()
    await asyncio.gather(*workers, return_exceptions=True)


async def ask(answer, world):
    handle = world.operation("handle")
    await answer(handle, "abc")
    in_any_order(handle, "abc")
