"""Belief: a try around gather is enough. It catches one error, and gives up all the pages."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_all_or_report(
    fetch: Callable[[str], Awaitable[str]], urls: list[str]
) -> dict[str, str | Exception]:
    try:
        found = await asyncio.gather(*(fetch(url) for url in urls))
    except Exception as error:
        return dict.fromkeys(urls, error)
    return dict(zip(urls, found, strict=True))
