"""Also right: asyncio.wait raises nothing; each task is then asked how it ended."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_all_or_report(
    fetch: Callable[[str], Awaitable[str]], urls: list[str]
) -> dict[str, str | Exception]:
    tasks = {url: asyncio.create_task(fetch(url)) for url in urls}
    await asyncio.wait(tasks.values())
    return {url: task.exception() or task.result() for url, task in tasks.items()}
