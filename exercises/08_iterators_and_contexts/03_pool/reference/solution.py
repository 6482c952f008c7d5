"""One solution of `Pool`."""

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
        # Whoever has a place may have one connection. The place is taken *before* anything is
        # awaited that opens one: with `if len(...) < n: await open()`, several users could see
        # the same free place. And it is given back on every way out, that of `open` included.
        async with self._places:
            connection = self._idle.pop() if self._idle else await self._open()
            try:
                yield connection
            finally:
                # Runs also when the block fails or is cancelled: the exception comes out of
                # `yield`.
                if connection.broken:
                    await connection.close()
                else:
                    self._idle.append(connection)

    async def close(self) -> None:
        # With all places taken, nobody has a connection any more.
        for _ in range(self._n):
            await self._places.acquire()
        for connection in self._idle:
            await connection.close()
