"""Belief: a lock may go back as soon as its own account is saved."""

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
    first, second = sorted((a, b), key=lambda account: account.number)
    await first.lock.acquire()
    await second.lock.acquire()
    a.balance -= amount
    await a.save()
    a.lock.release()
    b.balance += amount
    await b.save()
    b.lock.release()
