"""Belief: gather stops the others when one fails. The error comes out, and they go on alone."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_all_or_report(
    fetch: Callable[[str], Awaitable[str]], urls: list[str]
) -> dict[str, str | Exception]:
    found = await asyncio.gather(*(fetch(url) for url in urls))
    return dict(zip(urls, found, strict=True))
