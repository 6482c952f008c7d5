"""Belief: the group notices an error that its task has caught. For the group, all went well."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def all_or_nothing(step: Callable[[str], Awaitable[Any]], names: list[str]) -> list[Any]:
    errors = []

    async def guarded(name: str) -> Any:
        try:
            return await step(name)
        except Exception as error:
            errors.append(error)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(guarded(name)) for name in names]
    if errors:
        raise errors[0]
    return [task.result() for task in tasks]
