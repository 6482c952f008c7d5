"""Belief: one lock for everything is the safe way. Nobody else knows of it, and all wait for it."""

import asyncio
from typing import Protocol


class Account(Protocol):
    number: int
    balance: int
    lock: asyncio.Lock

    async def save(self) -> None: ...


BANK = asyncio.Lock()


async def transfer(a: Account, b: Account, amount: int) -> None:
    async with BANK:
        a.balance -= amount
        b.balance += amount
        await a.save()
        await b.save()
