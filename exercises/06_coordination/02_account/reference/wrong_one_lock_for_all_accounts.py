"""Belief: one lock for everything is the safe way. All accounts wait for each other."""

import asyncio
from typing import Protocol


class Store(Protocol):
    async def read(self) -> int: ...

    async def write(self, balance: int) -> None: ...


class Account:
    _lock = asyncio.Lock()

    def __init__(self, store: Store) -> None:
        self._store = store

    async def deposit(self, amount: int) -> None:
        async with self._lock:
            balance = await self._store.read()
            await self._store.write(balance + amount)

    async def total(self) -> int:
        return await self._store.read()
