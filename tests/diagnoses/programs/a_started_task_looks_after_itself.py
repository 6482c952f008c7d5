"""A task that nobody keeps is believed to go on until it has ended."""

import asyncio
import gc
import weakref

SAYS = ["CL407"]

KEPT = set()


async def listen(news):
    await news


def wrong(news):
    asyncio.create_task(listen(news))


def right(news):
    task = asyncio.create_task(listen(news))
    KEPT.add(task)
    task.add_done_callback(KEPT.discard)


async def ask(answer, world):
    news = asyncio.get_running_loop().create_future()
    answer(news)
    await asyncio.sleep(1)

    known = weakref.ref(news)
    del news
    gc.collect()
    if known() is not None:
        known().set_result("here")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
