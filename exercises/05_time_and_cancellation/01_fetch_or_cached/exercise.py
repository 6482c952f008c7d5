"""Fetch the page, or take the cached one when fetching takes too long."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_or_cached(fetch: Callable[[], Awaitable[str]], cached: str, seconds: float) -> str:
    # TODO: return what `fetch()` gives, or `cached` if it takes longer than `seconds`.
    raise NotImplementedError


if __name__ == "__main__":

    async def fetch() -> str:
        await asyncio.sleep(1)
        return "the page of today"

    async def main() -> None:
        print(await fetch_or_cached(fetch, "the page of yesterday", 1.5))
        print(await fetch_or_cached(fetch, "the page of yesterday", 0.5))

    asyncio.run(main())
