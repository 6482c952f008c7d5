"""Belief: an error is its text. Nobody can tell the text from a page."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_all_or_report(
    fetch: Callable[[str], Awaitable[str]], urls: list[str]
) -> dict[str, str | Exception]:
    found = await asyncio.gather(*(fetch(url) for url in urls), return_exceptions=True)
    pages = [str(one) if isinstance(one, Exception) else one for one in found]
    return dict(zip(urls, pages, strict=True))
