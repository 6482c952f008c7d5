"""As good: any criterion will do that is the same for every transfer."""

import asyncio
from typing import Protocol


class Account(Protocol):
    number: int
    balance: int
    lock: asyncio.Lock

    async def save(self) -> None: ...


async def transfer(a: Account, b: Account, amount: int) -> None:
    accounts = sorted({id(account): account for account in (a, b)}.items())
    for _, account in accounts:
        await account.lock.acquire()
    try:
        a.balance -= amount
        b.balance += amount
        for _, account in accounts:
            await account.save()
    finally:
        for _, account in accounts:
            account.lock.release()
