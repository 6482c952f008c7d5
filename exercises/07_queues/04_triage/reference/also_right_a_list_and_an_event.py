"""Also right: a list, and an event that says when there is something new in it."""

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
            if waiting:
                # min takes the first of equal ones, and the list is in the order of arrival.
                first = min(waiting, key=lambda arrival: arrival[0])
                waiting.remove(first)
                await attend(first[1])
            else:
                news.clear()
                await news.wait()
