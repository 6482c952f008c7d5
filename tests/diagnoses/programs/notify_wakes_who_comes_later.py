"""A notification is believed to be kept for whoever waits next."""

import asyncio

from pytest_coro_lessons import took

SAYS = ["CL502"]


class Wrong:
    def __init__(self, log):
        self.stock, self.changed, self.log = 0, asyncio.Condition(), log

    async def restock(self, number):
        async with self.changed:
            self.stock += number
            self.changed.notify_all()

    async def take(self, number):
        if self.stock < number:
            await self.log("too few")
            async with self.changed:
                await self.changed.wait()
        self.stock -= number


class Right(Wrong):
    async def take(self, number):
        await self.log("asked")
        async with self.changed:
            await self.changed.wait_for(lambda: self.stock >= number)
            self.stock -= number


async def ask(answer, world):
    shop = answer(world.operation("log", seconds=1.0))
    with took(1.0):
        async with asyncio.TaskGroup() as group:
            group.create_task(shop.take(1))
            await asyncio.sleep(0.5)
            await shop.restock(1)
