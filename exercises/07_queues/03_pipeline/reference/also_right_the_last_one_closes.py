"""Also right: the end stays in the queue for the others, and the last worker passes it on."""

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
    to_a: asyncio.Queue[Any] = asyncio.Queue(maxsize=1)
    to_b: asyncio.Queue[Any] = asyncio.Queue(maxsize=1)
    end = object()
    results: list[Any] = []
    working = n_a

    async def read() -> None:
        while (item := await source()) is not None:
            await to_a.put(item)
        await to_a.put(end)

    async def work_on_a() -> None:
        nonlocal working
        while (item := await to_a.get()) is not end:
            await to_b.put(await a(item))
        await to_a.put(end)
        working -= 1
        if not working:
            await to_b.put(end)

    async def work_on_b() -> None:
        while (item := await to_b.get()) is not end:
            results.append(await b(item))
        await to_b.put(end)

    workers = [work_on_a() for _ in range(n_a)] + [work_on_b() for _ in range(n_b)]
    await asyncio.gather(read(), *workers)
    return results
