"""One solution of `transfer`."""

import asyncio
from typing import Protocol


class Account(Protocol):
    number: int
    balance: int
    lock: asyncio.Lock

    async def save(self) -> None: ...


async def transfer(a: Account, b: Account, amount: int) -> None:
    if a is b:
        # Its lock can be taken once only, and whoever waits for itself waits for ever.
        async with a.lock:
            await a.save()
        return
    # Every transfer takes its two locks in the order of the numbers. Whoever waits for a lock
    # then holds lower ones only, so nobody can wait in a circle.
    first, second = sorted((a, b), key=lambda account: account.number)
    async with first.lock, second.lock:
        a.balance -= amount
        b.balance += amount
        await asyncio.gather(a.save(), b.save())
