"""Looking again and again is believed to be how one waits."""

import asyncio

from pytest_coro_lessons import within_steps

SAYS = ["CL506"]


async def wrong(stop):
    while not stop.is_set():
        await asyncio.sleep(0.1)


async def right(stop):
    await stop.wait()


async def ask(answer, world):
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(60, stop.set)
    with within_steps(20):
        await answer(stop)
