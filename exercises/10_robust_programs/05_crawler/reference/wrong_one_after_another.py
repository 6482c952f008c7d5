"""Belief: only the pages count, and not how long they take."""

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
        self._queue: asyncio.Queue[tuple[str, int]] = asyncio.Queue()
        self._stats: list[Stat] = []

    async def crawl(self) -> list[Stat]:
        for root in self._roots:
            self._add(root, self._max_redirect)
        workers = [asyncio.create_task(self._work()) for _ in range(1)]
        try:
            await self._queue.join()
        finally:
            for worker in workers:
                worker.cancel()
            try:
                await asyncio.gather(*workers, return_exceptions=True)
            finally:
                await self._fetch.close()
        return self._stats

    def _add(self, url: str, redirects: int) -> None:
        if url not in self._seen and urlsplit(url).netloc in self._hosts:
            self._seen.add(url)
            self._queue.put_nowait((url, redirects))

    async def _work(self) -> None:
        while True:
            url, redirects = await self._queue.get()
            try:
                self._stats.append(await self._visit(url, redirects))
            finally:
                self._queue.task_done()

    async def _visit(self, url: str, redirects: int) -> Stat:
        for tries in range(1, self._max_tries + 1):
            try:
                page = await self._fetch(url)
            except ConnectionError as error:
                if tries == self._max_tries:
                    return Stat(url, tries=tries, error=error)
            except Exception as error:
                return Stat(url, tries=tries, error=error)
            else:
                return self._found(url, page, redirects, tries)
        raise AssertionError("the last try has returned")

    def _found(self, url: str, page: Page, redirects: int, tries: int) -> Stat:
        if page.redirect is not None:
            if redirects > 0:
                self._add(page.redirect, redirects - 1)
        else:
            for link in page.links:
                self._add(link, self._max_redirect)
        return Stat(url, page.status, page.redirect, tries)
