"""Belief: an error that was caught has been dealt with. The caller takes nothing for a success."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def all_or_nothing(step: Callable[[str], Awaitable[Any]], names: list[str]) -> list[Any]:
    tasks = []
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(step(name)) for name in names]
    except* Exception:
        pass
    return [task.result() for task in tasks if not task.cancelled() and not task.exception()]
