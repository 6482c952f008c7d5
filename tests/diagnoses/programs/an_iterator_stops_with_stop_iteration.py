"""An asynchronous iterator is believed to end as an ordinary one does."""

import asyncio

from pytest_coro_lessons import result

SAYS = ["CL917"]


class Wrong:
    def __init__(self, times):
        self.left = times

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.left == 0:
            raise StopIteration
        self.left -= 1
        await asyncio.sleep(1)
        return self.left


class Right(Wrong):
    async def __anext__(self):
        if self.left == 0:
            raise StopAsyncIteration
        self.left -= 1
        await asyncio.sleep(1)
        return self.left


async def ask(answer, world):
    result([tick async for tick in answer(3)], [2, 1, 0])
