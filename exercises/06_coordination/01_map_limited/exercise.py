"""Run work on many items, never on more than a few at once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def map_limited(work: Callable[[Any], Awaitable[Any]], items: list[Any], n: int) -> list[Any]:
    # TODO: run `work(item)` for every item, with at most `n` of them waiting at once.
    # TODO: when one of them ends, the next one starts right away.
    # TODO: return what each one answered, in the order of `items`.
    raise NotImplementedError


if __name__ == "__main__":

    async def work(seconds: float) -> str:
        print(f"{seconds} s start")
        await asyncio.sleep(seconds)
        return f"{seconds} s done"

    print(asyncio.run(map_limited(work, [1.0, 0.5, 0.5, 1.0], 2)))
