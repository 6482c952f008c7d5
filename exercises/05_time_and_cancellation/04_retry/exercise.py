"""Try again when the network fails, and wait longer each time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def retry(call: Callable[[], Awaitable[Any]], attempts: int, base: float) -> Any:
    # TODO: return what `call()` gives; after a ConnectionError try again, `attempts` times in all.
    # TODO: wait `base` seconds before the second attempt, and each time twice as long.
    raise NotImplementedError


if __name__ == "__main__":
    failures = ["no answer", "no answer", "line busy"]

    async def call() -> str:
        print("calling")
        await asyncio.sleep(0.1)
        if failures:
            raise ConnectionError(failures.pop(0))
        return "hello"

    print(asyncio.run(retry(call, attempts=5, base=0.25)))
