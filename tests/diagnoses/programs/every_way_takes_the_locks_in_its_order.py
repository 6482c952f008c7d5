"""Two locks are believed to be as good as one."""

import asyncio

from pytest_coro_lessons import took

SAYS = ["CL502"]


async def wrong(a, b, save):
    async with a.lock:
        await save("from")
        async with b.lock:
            await save("to")


async def right(a, b, save):
    first, second = sorted((a, b), key=lambda account: account.name)
    async with first.lock, second.lock:
        await save("from")
        await save("to")


class Account:
    def __init__(self, name):
        self.name, self.lock = name, asyncio.Lock()


async def ask(answer, world):
    mine, yours, save = Account("mine"), Account("yours"), world.operation("save")
    with took(4.0):
        await asyncio.gather(answer(mine, yours, save), answer(yours, mine, save))
