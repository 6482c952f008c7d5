"""Belief: a gate that lets one transfer in at a time does no harm."""

import asyncio
from typing import Protocol


class Account(Protocol):
    number: int
    balance: int
    lock: asyncio.Lock

    async def save(self) -> None: ...


GATE = asyncio.Lock()


async def transfer(a: Account, b: Account, amount: int) -> None:
    async with GATE, a.lock:
        if a is not b:
            await b.lock.acquire()
        a.balance -= amount
        b.balance += amount
        await a.save()
        await b.save()
        if a is not b:
            b.lock.release()
