"""A worker is believed to survive an item that fails."""

import asyncio

SAYS = ["CL502", "CL404"]


async def worker(queue, handle):
    while True:
        await handle(await queue.get())
        queue.task_done()


async def patient(queue, handle):
    while True:
        item = await queue.get()
        try:
            await handle(item)
        except ValueError:
            pass
        finally:
            queue.task_done()


async def run(work, handle, items):
    queue = asyncio.Queue()
    for item in items:
        queue.put_nowait(item)
    working = asyncio.create_task(work(queue, handle))
    await queue.join()
    working.cancel()
    await asyncio.wait([working])


async def wrong(handle, items):
    await run(worker, handle, items)


async def right(handle, items):
    await run(patient, handle, items)


async def ask(answer, world):
    handle = world.operation("handle", raises=lambda item: ValueError(item) if item else None)
    await answer(handle, [0, 1, 0])
