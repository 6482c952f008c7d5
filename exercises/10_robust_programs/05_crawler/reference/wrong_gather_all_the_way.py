"""Belief: every page may gather its links. Nothing limits how many are under way."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit


class Page(Protocol):
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
        self._fetch, self._roots = fetch, roots
        self._max_tasks, self._max_redirect, self._max_tries = max_tasks, max_redirect, max_tries
        self._hosts = {urlsplit(root).netloc for root in roots}
        self._seen: set[str] = set()
        self._stats: list[Stat] = []

    async def crawl(self) -> list[Stat]:
        try:
            await self._visit_all(self._roots, self._max_redirect)
        finally:
            await self._fetch.close()
        return self._stats

    async def _visit_all(self, urls: Sequence[str], redirects: int) -> None:
        new = []
        for url in urls:
            if url not in self._seen and urlsplit(url).netloc in self._hosts:
                self._seen.add(url)
                new.append(url)
        async with asyncio.TaskGroup() as group:
            for url in new:
                group.create_task(self._visit(url, redirects))

    async def _visit(self, url: str, redirects: int) -> None:
        tries = 0
        while True:
            tries += 1
            try:
                page = await self._fetch(url)
                break
            except ConnectionError as error:
                if tries == self._max_tries:
                    self._stats.append(Stat(url, tries=tries, error=error))
                    return
            except Exception as error:
                self._stats.append(Stat(url, tries=tries, error=error))
                return
        self._stats.append(Stat(url, page.status, page.redirect, tries))
        if page.redirect is None:
            await self._visit_all(page.links, self._max_redirect)
        elif redirects:
            await self._visit_all([page.redirect], redirects - 1)
