"""Wait ten thousand times at once."""

import asyncio
from collections.abc import Awaitable, Callable


async def ten_thousand(wait: Callable[[int], Awaitable[int]]) -> int:
    # TODO: call `wait` with 0, 1, 2, ... 9999, all waiting at the same time.
    # TODO: return the sum of what they answer.
    raise NotImplementedError


if __name__ == "__main__":

    async def wait(number: int) -> int:
        await asyncio.sleep(1)
        return number

    print(asyncio.run(ten_thousand(wait)))
