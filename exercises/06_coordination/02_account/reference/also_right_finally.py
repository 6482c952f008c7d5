"""Also right: take the lock and give it back by hand, in any case."""

import asyncio
from typing import Protocol


class Store(Protocol):
    async def read(self) -> int: ...

    async def write(self, balance: int) -> None: ...


class Account:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = asyncio.Lock()

    async def deposit(self, amount: int) -> None:
        await self._lock.acquire()
        try:
            await self._store.write(await self._store.read() + amount)
        finally:
            self._lock.release()

    async def total(self) -> int:
        return await self._store.read()
