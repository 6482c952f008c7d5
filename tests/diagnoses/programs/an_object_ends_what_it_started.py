"""A task in an attribute is believed to end with its object."""

import asyncio

SAYS = ["CL402"]


class Wrong:
    def __init__(self, beat):
        self.beating = asyncio.create_task(self.go_on(beat))

    async def go_on(self, beat):
        while True:
            await beat()

    async def close(self):
        self.beating = None


class Right(Wrong):
    async def close(self):
        self.beating.cancel()
        await asyncio.wait([self.beating])


async def ask(answer, world):
    heart = answer(world.operation("beat"))
    await asyncio.sleep(2.5)
    await heart.close()
