"""Also right: gather for the first error, and the clean-up of a group written by hand."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def all_or_nothing(step: Callable[[str], Awaitable[Any]], names: list[str]) -> list[Any]:
    tasks = [asyncio.create_task(step(name)) for name in names]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
