"""As good: the end of a group is a barrier, too. It makes new tasks for each stage."""

import asyncio
from collections.abc import Awaitable, Callable


async def staged_race(runners: list[Callable[[int], Awaitable[None]]], stages: int) -> None:
    for stage in range(1, stages + 1):
        async with asyncio.TaskGroup() as group:
            for runner in runners:
                group.create_task(runner(stage))  # type: ignore[arg-type]
