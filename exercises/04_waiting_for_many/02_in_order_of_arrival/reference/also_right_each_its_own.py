"""Also right: each task hands over its own page, at the moment at which it has it."""

import asyncio
from collections.abc import Awaitable, Callable


async def in_order_of_arrival(
    fetch: Callable[[str], Awaitable[str]], urls: list[str], on_result: Callable[[str], None]
) -> None:
    async def fetch_and_hand_over(url: str) -> None:
        on_result(await fetch(url))

    await asyncio.gather(*(fetch_and_hand_over(url) for url in urls))
