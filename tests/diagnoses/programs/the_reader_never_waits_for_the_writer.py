"""A queue is believed to bound itself."""

import asyncio

from pytest_coro_lessons import backlog

SAYS = ["CL209"]


async def copy(queue, read, write):
    async def reader():
        for number in range(8):
            await queue.put(await read(number))

    async def writer():
        for _ in range(8):
            await write(await queue.get())

    await asyncio.gather(reader(), writer())


async def wrong(read, write):
    await copy(asyncio.Queue(), read, write)


async def right(read, write):
    await copy(asyncio.Queue(maxsize=2), read, write)


async def ask(answer, world):
    read, write = world.operation("read", seconds=0.1), world.operation("write", seconds=1.0)
    await answer(read, write)
    backlog(read, write, at_most=3)
