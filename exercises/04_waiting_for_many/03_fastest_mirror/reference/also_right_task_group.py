"""Also right: a task group, whose block waits for the tasks that were cancelled in it."""

import asyncio
from collections.abc import Awaitable, Callable


async def fastest_mirror(fetch: Callable[[str], Awaitable[str]], urls: list[str]) -> str:
    async def page_or_error(url: str) -> str | Exception:
        try:
            return await fetch(url)
        except Exception as error:
            return error

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(page_or_error(url)) for url in urls]
        for ended in asyncio.as_completed(tasks):
            answer = await ended
            if isinstance(answer, str):
                break
        for task in tasks:
            task.cancel()
    if isinstance(answer, Exception):
        raise answer
    return answer
