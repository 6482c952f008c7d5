"""Belief: as_completed gives results. It gives awaitables, and nobody awaits these."""

import asyncio
from collections.abc import Awaitable, Callable


async def in_order_of_arrival(
    fetch: Callable[[str], Awaitable[str]], urls: list[str], on_result: Callable[[str], None]
) -> None:
    for page in asyncio.as_completed([fetch(url) for url in urls]):
        on_result(page)
