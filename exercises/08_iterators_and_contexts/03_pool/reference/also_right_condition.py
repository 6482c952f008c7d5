"""Also right: a condition, and a number that is raised before anything is awaited."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any


class Pool:
    def __init__(self, open: Callable[[], Awaitable[Any]], n: int) -> None:
        self._open = open
        self._n = n
        self._made = 0
        self._lent = 0
        self._idle: list[Any] = []
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        async with self._changed:
            await self._changed.wait_for(lambda: self._idle or self._made < self._n)
            self._lent += 1
            connection = self._idle.pop() if self._idle else None
            self._made += connection is None
        try:
            if connection is None:
                connection = await self._open()
            yield connection
        finally:
            await self._take_back(connection)

    async def _take_back(self, connection: Any) -> None:
        try:
            if connection is not None and connection.broken:
                await connection.close()
                connection = None
        finally:
            self._lent -= 1
            if connection is None:
                self._made -= 1
            else:
                self._idle.append(connection)
            async with self._changed:
                self._changed.notify_all()

    async def close(self) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: not self._lent)
        for connection in self._idle:
            await connection.close()
