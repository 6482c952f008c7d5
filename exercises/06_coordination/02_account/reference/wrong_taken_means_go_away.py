"""Belief: who finds the lock taken may go. The deposit is never made."""

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
        if self._lock.locked():
            return
        async with self._lock:
            balance = await self._store.read()
            await self._store.write(balance + amount)

    async def total(self) -> int:
        return await self._store.read()
