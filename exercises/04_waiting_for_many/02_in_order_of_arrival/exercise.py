"""Hand over each page as soon as it arrives."""

import asyncio
from collections.abc import Awaitable, Callable


async def in_order_of_arrival(
    fetch: Callable[[str], Awaitable[str]], urls: list[str], on_result: Callable[[str], None]
) -> None:
    # TODO: fetch every url, all waiting at the same time.
    # TODO: call `on_result` with each page at the moment at which it arrives.
    raise NotImplementedError


if __name__ == "__main__":

    async def fetch(url: str) -> str:
        await asyncio.sleep({"home": 1.5, "news": 0.5, "help": 1.0}[url])
        return f"the page {url}"

    asyncio.run(in_order_of_arrival(fetch, ["home", "news", "help"], print))
