"""A task that holds a lock is believed to get it again, as with `threading.RLock`."""

import asyncio

SAYS = ["CL502"]


class Wrong:
    def __init__(self, save):
        self.save, self.lock = save, asyncio.Lock()

    async def put(self, item):
        async with self.lock:
            await self.save(item)

    async def put_all(self, items):
        async with self.lock:
            for item in items:
                await self.put(item)


class Right:
    def __init__(self, save):
        self.save, self.lock = save, asyncio.Lock()

    async def put_all(self, items):
        async with self.lock:
            for item in items:
                await self.save(item)


async def ask(answer, world):
    await answer(world.operation("save")).put_all(["a", "b"])
