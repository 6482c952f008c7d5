"""Belief: a constructor may wait. `__init__` is an ordinary function."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any


class Pool:
    def __init__(self, open: Callable[[], Awaitable[Any]], n: int) -> None:
        self._idle: asyncio.Queue[Any] = asyncio.Queue()
        for _ in range(n):
            self._idle.put_nowait(await open())

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        connection = await self._idle.get()
        try:
            yield connection
        finally:
            self._idle.put_nowait(connection)

    async def close(self) -> None:
        while not self._idle.empty():
            connection = self._idle.get_nowait()
            await connection.close()
