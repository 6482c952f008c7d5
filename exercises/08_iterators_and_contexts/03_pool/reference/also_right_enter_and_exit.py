"""Also right: a class with `__aenter__` and `__aexit__`. In the queue, None is a free place."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


class Lent:
    def __init__(self, pool: "Pool") -> None:
        self.pool = pool

    async def __aenter__(self) -> Any:
        self.connection = await self.pool.places.get()
        if self.connection is None:
            try:
                self.connection = await self.pool.open()
            except BaseException:
                self.pool.places.put_nowait(None)
                raise
        return self.connection

    async def __aexit__(self, *failure: object) -> None:
        if self.connection.broken:
            try:
                await self.connection.close()
            finally:
                self.pool.places.put_nowait(None)
        else:
            self.pool.places.put_nowait(self.connection)


class Pool:
    def __init__(self, open: Callable[[], Awaitable[Any]], n: int) -> None:
        self.open = open
        self.n = n
        self.places: asyncio.LifoQueue[Any] = asyncio.LifoQueue()
        for _ in range(n):
            self.places.put_nowait(None)

    def connection(self) -> Lent:
        return Lent(self)

    async def close(self) -> None:
        for _ in range(self.n):
            if connection := await self.places.get():
                await connection.close()
