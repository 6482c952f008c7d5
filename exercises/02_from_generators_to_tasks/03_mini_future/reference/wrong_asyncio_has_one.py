"""Belief: only what it does counts. This one is asyncio's own."""

import asyncio


class MiniFuture(asyncio.Future):
    def __init__(self, loop) -> None:
        super().__init__(loop=loop)
