"""Belief: sorting at the end is receiving in the order of arrival."""

import asyncio
from collections.abc import Awaitable, Callable


async def in_order_of_arrival(
    fetch: Callable[[str], Awaitable[str]], urls: list[str], on_result: Callable[[str], None]
) -> None:
    pages = await asyncio.gather(*(fetch(url) for url in urls))
    for page in sorted(pages):
        on_result(page)
