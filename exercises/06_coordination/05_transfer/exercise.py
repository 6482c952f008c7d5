"""Move money between two accounts that others use at the same time."""

import asyncio
from typing import Protocol


class Account(Protocol):
    """An account of the bank; the tests bring it along."""

    number: int
    balance: int
    lock: asyncio.Lock

    async def save(self) -> None: ...


async def transfer(a: Account, b: Account, amount: int) -> None:
    # TODO: move `amount` from `a.balance` to `b.balance` and save both accounts,
    # TODO: while holding the locks of both.
    raise NotImplementedError


if __name__ == "__main__":

    class Demo:
        def __init__(self, number: int, balance: int) -> None:
            self.number, self.balance, self.lock = number, balance, asyncio.Lock()

        async def save(self) -> None:
            await asyncio.sleep(0.2)
            print(f"account {self.number}: {self.balance}")

    async def main() -> None:
        one, two = Demo(1, 100), Demo(2, 100)
        async with asyncio.timeout(3), asyncio.TaskGroup() as group:
            group.create_task(transfer(one, two, 10))
            group.create_task(transfer(two, one, 20))
            group.create_task(transfer(one, two, 30))

    asyncio.run(main())
