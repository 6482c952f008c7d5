"""Also right: a coroutine of our own for each url, which turns an error into a value."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_all_or_report(
    fetch: Callable[[str], Awaitable[str]], urls: list[str]
) -> dict[str, str | Exception]:
    async def page_or_error(url: str) -> str | Exception:
        try:
            return await fetch(url)
        except Exception as error:
            return error

    found = await asyncio.gather(*(page_or_error(url) for url in urls))
    return dict(zip(urls, found, strict=True))
