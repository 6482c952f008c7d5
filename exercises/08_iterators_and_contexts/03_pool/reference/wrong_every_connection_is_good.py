"""Belief: a connection that comes back is as good as new. A broken one goes to the next user."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any


class Pool:
    def __init__(self, open: Callable[[], Awaitable[Any]], n: int) -> None:
        self._open = open
        self._n = n
        self._places = asyncio.Semaphore(n)
        self._idle: list[Any] = []

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        async with self._places:
            connection = self._idle.pop() if self._idle else await self._open()
            try:
                yield connection
            finally:
                self._idle.append(connection)

    async def close(self) -> None:
        for _ in range(self._n):
            await self._places.acquire()
        for connection in self._idle:
            await connection.close()
