"""Belief: a loop over tasks awaits the one that ends first. It awaits the one made first."""

import asyncio
from collections.abc import Awaitable, Callable


async def in_order_of_arrival(
    fetch: Callable[[str], Awaitable[str]], urls: list[str], on_result: Callable[[str], None]
) -> None:
    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    for task in tasks:
        on_result(await task)
