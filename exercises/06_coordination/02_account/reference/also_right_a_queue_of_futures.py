"""Also right: each deposit waits for the end of the one before it."""

import asyncio
from typing import Protocol


class Store(Protocol):
    async def read(self) -> int: ...

    async def write(self, balance: int) -> None: ...


class Account:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._last: asyncio.Future[None] | None = None

    async def deposit(self, amount: int) -> None:
        before, mine = self._last, asyncio.get_running_loop().create_future()
        self._last = mine
        try:
            if before is not None:
                await asyncio.shield(before)
            balance = await self._store.read()
            await self._store.write(balance + amount)
        finally:
            # Who gives up while waiting passes the turn on only when it has come.
            if before is None or before.done():
                mine.set_result(None)
            else:
                before.add_done_callback(lambda _: mine.set_result(None))

    async def total(self) -> int:
        return await self._store.read()
