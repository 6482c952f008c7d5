"""Belief: a limit is all that a pool is. Each user opens a connection anew, and waits for it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any


class Pool:
    def __init__(self, open: Callable[[], Awaitable[Any]], n: int) -> None:
        self._open = open
        self._n = n
        self._places = asyncio.Semaphore(n)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        async with self._places:
            connection = await self._open()
            try:
                yield connection
            finally:
                if connection.broken:
                    await connection.close()

    async def close(self) -> None:
        for _ in range(self._n):
            await self._places.acquire()
