"""An account from which no deposit gets lost, whoever comes in between."""

import asyncio
from typing import Protocol


class Store(Protocol):
    async def read(self) -> int: ...

    async def write(self, balance: int) -> None: ...


class Account:
    def __init__(self, store: Store) -> None:
        # TODO: keep the store, and what the account needs to look after its deposits.
        raise NotImplementedError

    async def deposit(self, amount: int) -> None:
        # TODO: add `amount` to the balance in the store.
        raise NotImplementedError

    async def total(self) -> int:
        # TODO: return the balance in the store.
        raise NotImplementedError


if __name__ == "__main__":

    class SlowStore:
        balance = 100

        async def read(self) -> int:
            await asyncio.sleep(0.2)
            return self.balance

        async def write(self, balance: int) -> None:
            await asyncio.sleep(0.2)
            self.balance = balance

    async def main() -> None:
        account = Account(SlowStore())
        await asyncio.gather(account.deposit(50), account.deposit(30))
        print("The balance is", await account.total(), "and should be 180.")

    asyncio.run(main())
