"""Belief: steps fail with one kind of error. What except* does not name goes on, in a group."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def all_or_nothing(step: Callable[[str], Awaitable[Any]], names: list[str]) -> list[Any]:
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(step(name)) for name in names]
    except* ValueError as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]
