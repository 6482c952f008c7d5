"""Also right: a semaphore with one place, and a total that waits for deposits under way."""

import asyncio
from typing import Protocol


class Store(Protocol):
    async def read(self) -> int: ...

    async def write(self, balance: int) -> None: ...


class Account:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._one_at_a_time = asyncio.Semaphore(1)

    async def deposit(self, amount: int) -> None:
        async with self._one_at_a_time:
            balance = await self._store.read()
            await self._store.write(balance + amount)

    async def total(self) -> int:
        async with self._one_at_a_time:
            return await self._store.read()
