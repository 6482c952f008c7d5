"""`set_result` is believed to work from any thread."""

import asyncio

from pytest_coro_lessons import result

SAYS = ["CL911"]


async def wrong(order):
    arrived = asyncio.get_running_loop().create_future()
    ordering = asyncio.create_task(asyncio.to_thread(order, arrived.set_result))
    dish = await arrived
    await ordering
    return dish


async def right(order):
    loop = asyncio.get_running_loop()
    arrived = loop.create_future()

    def tell(dish):
        loop.call_soon_threadsafe(arrived.set_result, dish)

    ordering = asyncio.create_task(asyncio.to_thread(order, tell))
    dish = await arrived
    await ordering
    return dish


async def ask(answer, world):
    def order(tell):
        tell("soup")

    result(await answer(order), "soup")
