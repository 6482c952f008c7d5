"""Belief: leaving the block of a task group ends its tasks. It waits for them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def all_or_nothing(step: Callable[[str], Awaitable[Any]], names: list[str]) -> list[Any]:
    async def result_or_error(name: str) -> Any:
        try:
            return await step(name)
        except Exception as error:
            return error

    failed = None
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(result_or_error(name)) for name in names]
        for ended in asyncio.as_completed(tasks):
            answer = await ended
            if isinstance(answer, Exception):
                failed = answer
                break
    if failed is not None:
        raise failed
    return [task.result() for task in tasks]
