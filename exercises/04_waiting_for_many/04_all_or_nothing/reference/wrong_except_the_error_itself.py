"""Belief: a task group raises the error of its task. It raises a group of errors."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def all_or_nothing(step: Callable[[str], Awaitable[Any]], names: list[str]) -> list[Any]:
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(step(name)) for name in names]
    except ValueError as error:
        raise error from None
    return [task.result() for task in tasks]
