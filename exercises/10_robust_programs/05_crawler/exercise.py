"""A crawler: it visits every page of a site, many at once, and none twice."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Page(Protocol):
    """What `fetch` returns."""

    status: int
    links: Sequence[str]
    redirect: str | None


class Fetch(Protocol):
    async def __call__(self, url: str) -> Page: ...

    async def close(self) -> None: ...


class Stat(NamedTuple):
    """What became of one URL."""

    url: str
    status: int | None = None
    next_url: str | None = None
    tries: int = 1
    error: Exception | None = None


class Crawler:
    def __init__(
        self,
        fetch: Fetch,
        roots: Sequence[str],
        *,
        max_tasks: int = 10,
        max_redirect: int = 10,
        max_tries: int = 4,
    ) -> None:
        # TODO: keep what you need; nothing is fetched yet.
        raise NotImplementedError

    async def crawl(self) -> list[Stat]:
        # TODO: visit every page that can be reached from the roots; see the README.
        raise NotImplementedError


if __name__ == "__main__":

    class DemoPage(NamedTuple):
        status: int = 200
        links: Sequence[str] = ()
        redirect: str | None = None

    class DemoFetch:
        async def __call__(self, url: str) -> DemoPage:
            await asyncio.sleep(0.2)
            links = [f"http://demo/{n}" for n in range(8)] if url == "http://demo/" else []
            return DemoPage(links=links)

        async def close(self) -> None:
            print("closed")

    for stat in asyncio.run(Crawler(DemoFetch(), ["http://demo/"], max_tasks=4).crawl()):
        print(stat.status, stat.url)
