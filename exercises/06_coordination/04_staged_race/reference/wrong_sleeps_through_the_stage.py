"""Belief: sleep long enough, and everybody will have ended the stage."""

import asyncio
from collections.abc import Awaitable, Callable


async def staged_race(runners: list[Callable[[int], Awaitable[None]]], stages: int) -> None:
    async def run(runner: Callable[[int], Awaitable[None]]) -> None:
        for stage in range(1, stages + 1):
            await runner(stage)
            await asyncio.sleep(1)

    async with asyncio.TaskGroup() as race:
        for runner in runners:
            race.create_task(run(runner))
