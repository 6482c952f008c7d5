"""Handle many items with a few workers."""

import asyncio
from collections.abc import Awaitable, Callable


async def worker_pool(
    handle: Callable[[str], Awaitable[None]], items: list[str], n: int
) -> list[Exception]:
    # TODO: handle every item, with `n` workers that share the work.
    # TODO: return the exceptions of the calls that failed.
    raise NotImplementedError


if __name__ == "__main__":

    async def handle(item: str) -> None:
        print(f"{item} begins")
        await asyncio.sleep(0.5)
        if item == "c":
            raise ValueError(f"{item} is broken")
        print(f"{item} is done")

    print(asyncio.run(worker_pool(handle, ["a", "b", "c", "d", "e"], 2)))
