"""Belief: what changes something has to be locked. What was read before is old by then."""

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
        balance = await self._store.read()
        async with self._lock:
            await self._store.write(balance + amount)

    async def total(self) -> int:
        return await self._store.read()
