"""Also right: start every task first, then await them one by one, each in its own try."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_all_or_report(
    fetch: Callable[[str], Awaitable[str]], urls: list[str]
) -> dict[str, str | Exception]:
    tasks = {url: asyncio.create_task(fetch(url)) for url in urls}
    report: dict[str, str | Exception] = {}
    for url, task in tasks.items():
        try:
            report[url] = await task
        except Exception as error:
            report[url] = error
    return report
