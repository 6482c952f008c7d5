"""Belief: that something failed is enough to know. What failed is lost."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def all_or_nothing(step: Callable[[str], Awaitable[Any]], names: list[str]) -> list[Any]:
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(step(name)) for name in names]
    except ExceptionGroup:
        raise ValueError("a step failed") from None
    return [task.result() for task in tasks]
