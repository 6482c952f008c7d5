"""Ask a database through a connection that has to come back, whatever happens."""

import asyncio
from typing import Any


async def with_connection(pool: Any, query: str) -> list:
    # TODO: take a connection out of the pool, log in, and return the rows of the query.
    # TODO: reset the connection and give it back, whatever happened in between.
    raise NotImplementedError


if __name__ == "__main__":

    class Connection:
        async def login(self) -> None:
            await asyncio.sleep(0.3)
            print("logged in")

        async def query(self, text: str) -> list:
            await asyncio.sleep(1.5)
            return [f"a row of {text}"]

        async def reset(self) -> None:
            await asyncio.sleep(0.2)
            print("reset")

    class Pool:
        async def acquire(self) -> Connection:
            await asyncio.sleep(0.1)
            print("taken")
            return Connection()

        def release(self, connection: Connection) -> None:
            print("given back")

    async def main() -> None:
        asking = asyncio.create_task(with_connection(Pool(), "the news"))
        await asyncio.sleep(1)
        print("changed my mind")
        asking.cancel()
        await asyncio.wait([asking])
        print("cancelled:", asking.cancelled())

    asyncio.run(main())
