"""Belief: when the first queue is done, everything is. What it passed on is still on its way."""

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
    to_b: asyncio.Queue[Any] = asyncio.Queue(maxsize=n_b)
    results: list[Any] = []

    async def work_on_a() -> None:
        while True:
            item = await to_a.get()
            await to_b.put(await a(item))
            to_a.task_done()

    async def work_on_b() -> None:
        while True:
            item = await to_b.get()
            results.append(await b(item))

    workers = [asyncio.create_task(work_on_a()) for _ in range(n_a)]
    workers += [asyncio.create_task(work_on_b()) for _ in range(n_b)]
    while (item := await source()) is not None:
        await to_a.put(item)
    await to_a.join()
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    return results
