"""Belief: many waits at once need many threads. Each of these even gets a loop of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor


async def ten_thousand(wait: Callable[[int], Awaitable[int]]) -> int:
    def run_one(number: int) -> int:
        return asyncio.run(wait(number))

    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=32) as pool:
        answers = [loop.run_in_executor(pool, run_one, number) for number in range(10_000)]
        return sum(await asyncio.gather(*answers))
