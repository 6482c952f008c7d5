"""Belief: gather gives each result when it arrives. It gives all of them at the end."""

import asyncio
from collections.abc import Awaitable, Callable


async def in_order_of_arrival(
    fetch: Callable[[str], Awaitable[str]], urls: list[str], on_result: Callable[[str], None]
) -> None:
    for page in await asyncio.gather(*(fetch(url) for url in urls)):
        on_result(page)
