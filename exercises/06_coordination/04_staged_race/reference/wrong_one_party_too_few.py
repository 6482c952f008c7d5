"""Belief: the last one does not need to wait, so it does not count."""

import asyncio
from collections.abc import Awaitable, Callable


async def staged_race(runners: list[Callable[[int], Awaitable[None]]], stages: int) -> None:
    end_of_stage = asyncio.Barrier(max(1, len(runners) - 1))

    async def run(runner: Callable[[int], Awaitable[None]]) -> None:
        for stage in range(1, stages + 1):
            await runner(stage)
            await end_of_stage.wait()

    async with asyncio.TaskGroup() as race:
        for runner in runners:
            race.create_task(run(runner))
