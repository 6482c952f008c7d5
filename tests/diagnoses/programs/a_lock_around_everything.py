"""One lock for all accounts is believed to be the safest."""

import asyncio

from pytest_coro_lessons import overlapped

SAYS = ["CL207"]


class Wrong:
    lock = asyncio.Lock()

    def __init__(self, save):
        self.save = save

    async def deposit(self, name):
        async with self.lock:
            await self.save(name)


class Right:
    def __init__(self, save):
        self.save = save
        self.lock = asyncio.Lock()

    async def deposit(self, name):
        async with self.lock:
            await self.save(name)


async def ask(answer, world):
    save = world.operation("save")
    await asyncio.gather(answer(save).deposit("mine"), answer(save).deposit("yours"))
    overlapped(save.called_with("mine"), save.called_with("yours"))
