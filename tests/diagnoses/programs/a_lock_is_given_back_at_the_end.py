"""`release()` in the last line is believed to be reached."""

import asyncio

from pytest_coro_lessons import released

SAYS = ["CL409"]


async def wrong(lock, save):
    await lock.acquire()
    try:
        await save()
    except OSError:
        return
    lock.release()


async def right(lock, save):
    async with lock:
        try:
            await save()
        except OSError:
            return


async def ask(answer, world):
    lock = asyncio.Lock()
    with released(lock):
        await answer(lock, world.operation("save", raises=OSError("disk full")))
