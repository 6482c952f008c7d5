"""Work that blocks, in threads, so that the event loop goes on."""

import asyncio
import time
from collections.abc import Callable
from typing import Any


async def summarize(files: list[str], compute: Callable[[str], Any]) -> list[Any]:
    # TODO: call `compute(file)` for every file, without ever blocking the event loop.
    # TODO: let them run at the same time, and return the results in the order of `files`.
    raise NotImplementedError


if __name__ == "__main__":

    def compute(file: str) -> int:
        time.sleep(0.5)
        return len(file)

    async def tick() -> None:
        while True:
            await asyncio.sleep(0.1)
            print("tick")

    async def main() -> None:
        ticking = asyncio.create_task(tick())
        print(await summarize(["a.txt", "bb.txt", "ccc.txt"], compute))
        ticking.cancel()

    asyncio.run(main())
