"""One solution of `Account`."""

import asyncio
from typing import Protocol


class Store(Protocol):
    async def read(self) -> int: ...

    async def write(self, balance: int) -> None: ...


class Account:
    def __init__(self, store: Store) -> None:
        self._store = store
        # One lock for each account: it belongs to the balance, not to the function.
        self._lock = asyncio.Lock()

    async def deposit(self, amount: int) -> None:
        # What is read here stays true until it has been written: nobody else is let in between.
        # The block gives the lock back in any case, also when the task is cancelled inside.
        async with self._lock:
            balance = await self._store.read()
            await self._store.write(balance + amount)

    async def total(self) -> int:
        # One read by itself can come at any time: the store never holds half a deposit.
        return await self._store.read()
