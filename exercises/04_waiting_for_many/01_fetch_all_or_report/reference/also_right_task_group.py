"""Also right: a task group whose tasks never fail, because each keeps its error to itself."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_all_or_report(
    fetch: Callable[[str], Awaitable[str]], urls: list[str]
) -> dict[str, str | Exception]:
    report: dict[str, str | Exception] = dict.fromkeys(urls, "")

    async def note(url: str) -> None:
        try:
            report[url] = await fetch(url)
        except Exception as error:
            report[url] = error

    async with asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(note(url))
    return report
