"""Belief: only what it does counts. These are asyncio's own."""

import asyncio


class MiniFuture(asyncio.Future):
    def __init__(self, loop) -> None:
        super().__init__(loop=loop)


class MiniTask(asyncio.Task, MiniFuture):
    def __init__(self, loop, coro) -> None:
        asyncio.Task.__init__(self, coro, loop=loop)
