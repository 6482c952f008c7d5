"""Belief: who looks often enough sees at once that a page has arrived. Always a little too late."""

import asyncio
from collections.abc import Awaitable, Callable


async def fastest_mirror(fetch: Callable[[str], Awaitable[str]], urls: list[str]) -> str:
    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    winners = []
    while not winners and not all(task.done() for task in tasks):
        await asyncio.sleep(0.05)
        winners = [task for task in tasks if task.done() and not task.exception()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return (winners or tasks)[0].result()
