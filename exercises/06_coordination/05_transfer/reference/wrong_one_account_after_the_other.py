"""Belief: each account needs its lock only while it is itself changed."""

import asyncio
from typing import Protocol


class Account(Protocol):
    number: int
    balance: int
    lock: asyncio.Lock

    async def save(self) -> None: ...


async def transfer(a: Account, b: Account, amount: int) -> None:
    # Between the two blocks the money is nowhere: neither lock is held.
    async with a.lock:
        a.balance -= amount
        await a.save()
    async with b.lock:
        b.balance += amount
        await b.save()
