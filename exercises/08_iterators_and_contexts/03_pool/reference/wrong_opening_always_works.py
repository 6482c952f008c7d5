"""Belief: opening always works. The place that was counted for it is lost."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any


class Pool:
    def __init__(self, open: Callable[[], Awaitable[Any]], n: int) -> None:
        self._open = open
        self._n = n
        self._made = 0
        self._idle: asyncio.Queue[Any] = asyncio.Queue()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        if self._idle.empty() and self._made < self._n:
            self._made += 1
            connection = await self._open()
        else:
            connection = await self._idle.get()
        try:
            yield connection
        finally:
            if connection.broken:
                await connection.close()
                self._made -= 1
            else:
                self._idle.put_nowait(connection)

    async def close(self) -> None:
        for _ in range(self._made):
            connection = await self._idle.get()
            await connection.close()
