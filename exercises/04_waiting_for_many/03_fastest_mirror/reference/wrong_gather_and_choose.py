"""Belief: gather is the way to wait for many, also for the first of them. It waits for all."""

import asyncio
from collections.abc import Awaitable, Callable


async def fastest_mirror(fetch: Callable[[str], Awaitable[str]], urls: list[str]) -> str:
    loop = asyncio.get_running_loop()

    async def timed(url: str) -> tuple[float, str]:
        page = await fetch(url)
        return loop.time(), page

    found = await asyncio.gather(*(timed(url) for url in urls), return_exceptions=True)
    pages = [one for one in found if isinstance(one, tuple)]
    if not pages:
        raise found[0]
    return min(pages)[1]
