"""Also right: a queue keeps the order in which the pages are put into it."""

import asyncio
from collections.abc import Awaitable, Callable


async def in_order_of_arrival(
    fetch: Callable[[str], Awaitable[str]], urls: list[str], on_result: Callable[[str], None]
) -> None:
    arrivals: asyncio.Queue[str] = asyncio.Queue()

    async def fetch_into_queue(url: str) -> None:
        await arrivals.put(await fetch(url))

    async with asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(fetch_into_queue(url))
        for _ in urls:
            on_result(await arrivals.get())
