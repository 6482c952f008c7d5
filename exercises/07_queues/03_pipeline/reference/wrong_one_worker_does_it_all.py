"""Belief: a worker may take an item through both stages.

Then `b` never has more workers than `a`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def pipeline(
    source: Callable[[], Awaitable[Any]],
    a: Callable[[Any], Awaitable[Any]],
    b: Callable[[Any], Awaitable[Any]],
    n_a: int,
    n_b: int,
) -> list[Any]:
    to_a: asyncio.Queue[Any] = asyncio.Queue(maxsize=n_a)
    end = object()
    results: list[Any] = []

    async def work() -> None:
        while (item := await to_a.get()) is not end:
            results.append(await b(await a(item)))

    async with asyncio.TaskGroup() as workers:
        for _ in range(n_a):
            workers.create_task(work())
        while (item := await source()) is not None:
            await to_a.put(item)
        for _ in range(n_a):
            await to_a.put(end)
    return results
