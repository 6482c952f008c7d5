"""Belief: a timeout makes a deadlock harmless. The money of who gives up does not move."""

import asyncio
from typing import Protocol


class Account(Protocol):
    number: int
    balance: int
    lock: asyncio.Lock

    async def save(self) -> None: ...


async def transfer(a: Account, b: Account, amount: int) -> None:
    try:
        async with asyncio.timeout(0.3):
            await a.lock.acquire()
    except TimeoutError:
        return
    try:
        if a is not b:
            async with asyncio.timeout(0.3):
                await b.lock.acquire()
    except TimeoutError:
        a.lock.release()
        return
    a.balance -= amount
    b.balance += amount
    await a.save()
    await b.save()
    a.lock.release()
    if a is not b:
        b.lock.release()
