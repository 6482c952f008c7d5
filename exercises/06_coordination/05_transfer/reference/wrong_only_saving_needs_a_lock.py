"""Belief: what is changed without a pause needs no lock, only saving does."""

import asyncio
from typing import Protocol


class Account(Protocol):
    number: int
    balance: int
    lock: asyncio.Lock

    async def save(self) -> None: ...


async def transfer(a: Account, b: Account, amount: int) -> None:
    a.balance -= amount
    b.balance += amount
    async with a.lock:
        await a.save()
    async with b.lock:
        await b.save()
