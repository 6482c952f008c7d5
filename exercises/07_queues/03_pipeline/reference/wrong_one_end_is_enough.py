"""Belief: one end in the queue is seen by every worker. The first one takes it out."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

END = object()


async def read(source: Callable[[], Awaitable[Any]], to_a: asyncio.Queue[Any]) -> None:
    while (item := await source()) is not None:
        await to_a.put(item)
    await to_a.put(END)


async def worker(
    work: Callable[[Any], Awaitable[Any]],
    incoming: asyncio.Queue[Any],
    outgoing: asyncio.Queue[Any],
) -> None:
    while (item := await incoming.get()) is not END:
        await outgoing.put(await work(item))


async def stage(
    work: Callable[[Any], Awaitable[Any]],
    n: int,
    incoming: asyncio.Queue[Any],
    outgoing: asyncio.Queue[Any],
    n_next: int,
) -> None:
    async with asyncio.TaskGroup() as workers:
        for _ in range(n):
            workers.create_task(worker(work, incoming, outgoing))
    if n_next:
        await outgoing.put(END)


async def pipeline(
    source: Callable[[], Awaitable[Any]],
    a: Callable[[Any], Awaitable[Any]],
    b: Callable[[Any], Awaitable[Any]],
    n_a: int,
    n_b: int,
) -> list[Any]:
    to_a: asyncio.Queue[Any] = asyncio.Queue(maxsize=n_a)
    to_b: asyncio.Queue[Any] = asyncio.Queue(maxsize=n_b)
    results: asyncio.Queue[Any] = asyncio.Queue()
    async with asyncio.TaskGroup() as stages:
        stages.create_task(read(source, to_a))
        stages.create_task(stage(a, n_a, to_a, to_b, n_b))
        stages.create_task(stage(b, n_b, to_b, results, 0))
    return [results.get_nowait() for _ in range(results.qsize())]
