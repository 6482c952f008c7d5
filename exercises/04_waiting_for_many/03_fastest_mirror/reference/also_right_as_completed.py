"""Also right: as_completed for the next one to end, and the same clean-up."""

import asyncio
from collections.abc import Awaitable, Callable


async def fastest_mirror(fetch: Callable[[str], Awaitable[str]], urls: list[str]) -> str:
    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    errors = []
    try:
        for ended in asyncio.as_completed(tasks):
            try:
                return await ended
            except Exception as error:
                errors.append(error)
        raise errors[-1]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
