"""Fetch every page at once; where one fails, report its error in its place."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_all_or_report(
    fetch: Callable[[str], Awaitable[str]], urls: list[str]
) -> dict[str, str | Exception]:
    # TODO: fetch every url, all waiting at the same time.
    # TODO: return, for each url, its page, or the exception that came out of its `fetch`.
    raise NotImplementedError


if __name__ == "__main__":

    async def fetch(url: str) -> str:
        await asyncio.sleep({"home": 1.5, "news": 0.5, "help": 1.0}[url])
        if url == "news":
            raise ConnectionError("news is down")
        return f"the page {url}"

    report = asyncio.run(fetch_all_or_report(fetch, ["home", "news", "help"]))
    for url, found in report.items():
        print(f"{url}: {found!r}")
