"""As good: an exit stack holds as many locks as there are accounts."""

import asyncio
from contextlib import AsyncExitStack
from typing import Protocol


class Account(Protocol):
    number: int
    balance: int
    lock: asyncio.Lock

    async def save(self) -> None: ...


async def transfer(a: Account, b: Account, amount: int) -> None:
    accounts = {account.number: account for account in (a, b)}
    async with AsyncExitStack() as stack:
        for number in sorted(accounts):
            await stack.enter_async_context(accounts[number].lock)
        a.balance -= amount
        b.balance += amount
        for account in accounts.values():
            await account.save()
