"""Belief: a task group lets all of its tasks end, whatever happens. One error cancels the rest."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_all_or_report(
    fetch: Callable[[str], Awaitable[str]], urls: list[str]
) -> dict[str, str | Exception]:
    async with asyncio.TaskGroup() as group:
        tasks = {url: group.create_task(fetch(url)) for url in urls}
    return {url: task.exception() or task.result() for url, task in tasks.items()}
