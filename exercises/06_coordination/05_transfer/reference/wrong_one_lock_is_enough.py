"""Belief: the lock of the account that pays is enough. The other one is changed and saved, too."""

import asyncio
from typing import Protocol


class Account(Protocol):
    number: int
    balance: int
    lock: asyncio.Lock

    async def save(self) -> None: ...


async def transfer(a: Account, b: Account, amount: int) -> None:
    async with a.lock:
        a.balance -= amount
        b.balance += amount
        await a.save()
        await b.save()
