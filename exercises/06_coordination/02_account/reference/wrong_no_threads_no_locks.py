"""Belief: without threads, no locks are needed. Others come in at each await."""

from typing import Protocol


class Store(Protocol):
    async def read(self) -> int: ...

    async def write(self, balance: int) -> None: ...


class Account:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def deposit(self, amount: int) -> None:
        balance = await self._store.read()
        await self._store.write(balance + amount)

    async def total(self) -> int:
        return await self._store.read()
