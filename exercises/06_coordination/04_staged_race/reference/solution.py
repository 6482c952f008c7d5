"""One solution of `staged_race`."""

import asyncio
from collections.abc import Awaitable, Callable


async def staged_race(runners: list[Callable[[int], Awaitable[None]]], stages: int) -> None:
    # As many parties as runners: the last one of a stage opens the barrier for all.
    end_of_stage = asyncio.Barrier(len(runners))

    async def run(runner: Callable[[int], Awaitable[None]]) -> None:
        for stage in range(1, stages + 1):
            await runner(stage)
            await end_of_stage.wait()

    # If a runner fails, the group cancels those who wait at the barrier for somebody who will
    # never come, and waits until they have ended.
    async with asyncio.TaskGroup() as race:
        for runner in runners:
            race.create_task(run(runner))
