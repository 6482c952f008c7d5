"""As good: a task for each file."""

import asyncio
from collections.abc import Callable
from typing import Any


async def summarize(files: list[str], compute: Callable[[str], Any]) -> list[Any]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(asyncio.to_thread(compute, file)) for file in files]
    return [task.result() for task in tasks]
