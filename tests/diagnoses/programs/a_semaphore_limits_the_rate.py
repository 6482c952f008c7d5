"""Two at a time are believed to be two a second."""

import asyncio

from pytest_coro_lessons import rate

SAYS = ["CL108"]


class Wrong:
    def __init__(self, number, per):
        self.limit = asyncio.Semaphore(number)

    async def run(self, call, name):
        async with self.limit:
            await call(name)


class Right:
    def __init__(self, number, per):
        self.number, self.per = number, per
        self.starts = []

    async def run(self, call, name):
        loop = asyncio.get_running_loop()
        while len(self.starts) >= self.number:
            wait = self.starts[-self.number] + self.per - loop.time()
            if wait <= 0:
                break
            await asyncio.sleep(wait)
        self.starts.append(loop.time())
        await call(name)


async def ask(answer, world):
    call = world.operation("call", seconds=0.25)
    limiter = answer(2, 1.0)
    await asyncio.gather(*(limiter.run(call, name) for name in "abcdef"))
    rate(call, at_most=2, per=1.0)
