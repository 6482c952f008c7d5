"""Ask several mirrors for the same page; the first page wins, the others are called off."""

import asyncio
from collections.abc import Awaitable, Callable


async def fastest_mirror(fetch: Callable[[str], Awaitable[str]], urls: list[str]) -> str:
    # TODO: fetch every url at once, and return the first page that arrives.
    # TODO: before returning, cancel the others and wait until they have ended.
    raise NotImplementedError


if __name__ == "__main__":

    async def fetch(url: str) -> str:
        try:
            await asyncio.sleep({"north": 2.0, "south": 0.5, "east": 1.0}[url])
            if url == "south":
                raise ConnectionError("south is down")
            return f"the page from {url}"
        finally:
            print(f"{url} has ended")

    print(asyncio.run(fastest_mirror(fetch, ["north", "south", "east"])))
