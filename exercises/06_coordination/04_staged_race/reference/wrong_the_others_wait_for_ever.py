"""Belief: gather ends what it started when one of them fails."""

import asyncio
from collections.abc import Awaitable, Callable


async def staged_race(runners: list[Callable[[int], Awaitable[None]]], stages: int) -> None:
    end_of_stage = asyncio.Barrier(len(runners))

    async def run(runner: Callable[[int], Awaitable[None]]) -> None:
        for stage in range(1, stages + 1):
            await runner(stage)
            await end_of_stage.wait()

    await asyncio.gather(*(run(runner) for runner in runners))
