"""`call_later(1, tell(x))` is believed to call `tell` in a second."""

import asyncio

from pytest_coro_lessons import started_at

SAYS = ["CL408", "CL104"]


async def wrong(tell):
    asyncio.get_running_loop().call_later(1, tell("x"))
    await asyncio.sleep(2)


async def right(tell):
    asyncio.get_running_loop().call_later(1, tell, "x")
    await asyncio.sleep(2)


async def ask(answer, world):
    tell = world.callback("tell")
    await answer(tell)
    started_at(tell, 1)
