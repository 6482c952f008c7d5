"""Belief: the line after the last await gives the lock back. Not when an await raises."""

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
        balance = await self._store.read()
        await self._store.write(balance + amount)
        self._lock.release()

    async def total(self) -> int:
        return await self._store.read()
