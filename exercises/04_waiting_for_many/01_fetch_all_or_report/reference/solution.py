"""One solution of `fetch_all_or_report`."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_all_or_report(
    fetch: Callable[[str], Awaitable[str]], urls: list[str]
) -> dict[str, str | Exception]:
    # Without `return_exceptions`, the first error comes out of this line at once, and the other
    # tasks go on with nobody waiting for them. With it, gather waits for all of them, and an
    # exception takes the place of the result that it prevented.
    found = await asyncio.gather(*(fetch(url) for url in urls), return_exceptions=True)
    # What gather gives back is in the order of what it was given: each url meets its own answer.
    return dict(zip(urls, found, strict=True))
