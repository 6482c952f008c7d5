"""Belief: what arrives first belongs to the first url. The pages end up under other urls."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_all_or_report(
    fetch: Callable[[str], Awaitable[str]], urls: list[str]
) -> dict[str, str | Exception]:
    found = []
    for ended in asyncio.as_completed([fetch(url) for url in urls]):
        try:
            found.append(await ended)
        except Exception as error:
            found.append(error)
    return dict(zip(urls, found, strict=True))
