"""Belief: the locks may be taken in the order of the arguments. There and back makes a circle."""

import asyncio
from typing import Protocol


class Account(Protocol):
    number: int
    balance: int
    lock: asyncio.Lock

    async def save(self) -> None: ...


async def transfer(a: Account, b: Account, amount: int) -> None:
    if a is b:
        async with a.lock:
            await a.save()
        return
    async with a.lock, b.lock:
        a.balance -= amount
        b.balance += amount
        await a.save()
        await b.save()
