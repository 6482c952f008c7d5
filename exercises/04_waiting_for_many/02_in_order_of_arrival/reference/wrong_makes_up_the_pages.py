"""Belief: only what is handed over, and when, counts. Nothing is ever fetched."""

import asyncio
from collections.abc import Awaitable, Callable


async def in_order_of_arrival(
    fetch: Callable[[str], Awaitable[str]], urls: list[str], on_result: Callable[[str], None]
) -> None:
    for number, url in enumerate([*urls[1:], urls[0]], 1):
        await asyncio.sleep(1)
        on_result(f"page {url}")
