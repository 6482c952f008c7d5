"""A warehouse in which whoever needs more than there is waits for the next truck."""

import asyncio


class Warehouse:
    def __init__(self) -> None:
        # TODO: the warehouse is empty at first. Keep what it needs to let others wait.
        raise NotImplementedError

    async def take(self, n: int) -> None:
        # TODO: wait until there are `n` pieces, and take them all at once.
        raise NotImplementedError

    async def restock(self, n: int) -> None:
        # TODO: add `n` pieces, and let those go on who wait for them.
        raise NotImplementedError


if __name__ == "__main__":

    async def customer(warehouse: Warehouse, name: str, n: int) -> None:
        await warehouse.take(n)
        print(f"{name} has {n}")

    async def main() -> None:
        warehouse = Warehouse()
        async with asyncio.timeout(3), asyncio.TaskGroup() as group:
            group.create_task(customer(warehouse, "Ana", 3))
            group.create_task(customer(warehouse, "Luis", 1))
            for n in (2, 2):
                await asyncio.sleep(0.5)
                print(f"a truck brings {n}")
                await warehouse.restock(n)

    asyncio.run(main())
