"""Belief: tasks that start together stay together."""

import asyncio
from collections.abc import Awaitable, Callable


async def staged_race(runners: list[Callable[[int], Awaitable[None]]], stages: int) -> None:
    async def run(runner: Callable[[int], Awaitable[None]]) -> None:
        for stage in range(1, stages + 1):
            await runner(stage)

    async with asyncio.TaskGroup() as race:
        for runner in runners:
            race.create_task(run(runner))
