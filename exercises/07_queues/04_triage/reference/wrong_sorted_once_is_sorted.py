"""Belief: what has been sorted stays sorted. Whoever comes later is not in that list."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable


async def triage(
    patients: AsyncIterator[tuple[int, dict]], attend: Callable[[dict], Awaitable[None]]
) -> None:
    waiting: list[tuple[int, dict]] = []
    news = asyncio.Event()
    closed = False

    async def reception() -> None:
        nonlocal closed
        async for arrival in patients:
            waiting.append(arrival)
            news.set()
        closed = True
        news.set()

    async with asyncio.TaskGroup() as group:
        group.create_task(reception())
        while waiting or not closed:
            in_turn = sorted(waiting, key=lambda arrival: arrival[0])
            waiting.clear()
            for _, patient in in_turn:
                await attend(patient)
            if not waiting and not closed:
                news.clear()
                await news.wait()
