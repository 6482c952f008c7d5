"""Share a few connections among many users."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any


class Pool:
    """At most `n` connections made by `open`, lent to one user at a time."""

    def __init__(self, open: Callable[[], Awaitable[Any]], n: int) -> None:
        # TODO: keep what is needed. Nothing can be awaited here.
        raise NotImplementedError

    def connection(self) -> AbstractAsyncContextManager[Any]:
        # TODO: `async with pool.connection() as connection` lends one and takes it back.
        raise NotImplementedError

    async def close(self) -> None:
        # TODO: wait until all are back, then close each of them.
        raise NotImplementedError


if __name__ == "__main__":

    class Connection:
        broken = False

        async def close(self) -> None:
            print("closed")

    async def open_connection() -> Connection:
        await asyncio.sleep(0.2)
        print("opened")
        return Connection()

    async def use(pool: Pool, name: str) -> None:
        async with pool.connection():
            await asyncio.sleep(0.4)
            print(name, "is done")

    async def main() -> None:
        pool = Pool(open_connection, 2)
        await asyncio.gather(*(use(pool, name) for name in ["Ana", "Luis", "Eva", "Bea"]))
        await pool.close()

    asyncio.run(main())
