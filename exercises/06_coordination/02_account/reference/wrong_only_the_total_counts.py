"""Belief: only what total() returns counts. The store never hears of a deposit."""

from typing import Protocol


class Store(Protocol):
    async def read(self) -> int: ...

    async def write(self, balance: int) -> None: ...


class Account:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._added = 0

    async def deposit(self, amount: int) -> None:
        self._added += amount

    async def total(self) -> int:
        return await self._store.read() + self._added
