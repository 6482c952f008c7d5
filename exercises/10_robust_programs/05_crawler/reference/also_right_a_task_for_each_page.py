"""As good: a task for each page, in one group, and a semaphore that limits the fetches."""

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit


class Stat(NamedTuple):
    url: str
    status: int | None = None
    next_url: str | None = None
    tries: int = 1
    error: Exception | None = None


class Crawler:
    def __init__(
        self,
        fetch: Any,
        roots: Sequence[str],
        *,
        max_tasks: int = 10,
        max_redirect: int = 10,
        max_tries: int = 4,
    ) -> None:
        self.fetch, self.roots = fetch, roots
        self.max_redirect, self.max_tries = max_redirect, max_tries
        self.hosts = {urlsplit(root).netloc for root in roots}
        self.places = asyncio.Semaphore(max_tasks)
        self.seen: set[str] = set()
        self.stats: list[Stat] = []

    async def crawl(self) -> list[Stat]:
        try:
            async with asyncio.TaskGroup() as self.group:
                for root in self.roots:
                    self.visit_later(root, self.max_redirect)
        finally:
            await self.fetch.close()
        return self.stats

    def visit_later(self, url: str, redirects: int) -> None:
        if url not in self.seen and urlsplit(url).netloc in self.hosts:
            self.seen.add(url)
            self.group.create_task(self.visit(url, redirects))

    async def visit(self, url: str, redirects: int) -> None:
        async with self.places:
            tries, page, error = await self.try_to_fetch(url)
        if page is None:
            self.stats.append(Stat(url, tries=tries, error=error))
            return
        self.stats.append(Stat(url, page.status, page.redirect, tries))
        if page.redirect is None:
            for link in page.links:
                self.visit_later(link, self.max_redirect)
        elif redirects:
            self.visit_later(page.redirect, redirects - 1)

    async def try_to_fetch(self, url: str) -> tuple[int, Any, Exception | None]:
        tries, trouble = 0, None
        while tries < self.max_tries:
            tries += 1
            try:
                return tries, await self.fetch(url), None
            except ConnectionError as error:
                trouble = error
            except Exception as error:
                return tries, None, error
        return tries, None, trouble
