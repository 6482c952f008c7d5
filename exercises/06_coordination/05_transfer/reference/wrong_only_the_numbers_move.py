"""Belief: only the balances count. Nothing is saved."""

import asyncio
from typing import Protocol


class Account(Protocol):
    number: int
    balance: int
    lock: asyncio.Lock

    async def save(self) -> None: ...


async def transfer(a: Account, b: Account, amount: int) -> None:
    if a is b:
        return
    first, second = sorted((a, b), key=lambda account: account.number)
    async with first.lock, second.lock:
        a.balance -= amount
        b.balance += amount
