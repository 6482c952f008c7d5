"""As good: a broken barrier tells those who wait at it."""

import asyncio
from collections.abc import Awaitable, Callable


async def staged_race(runners: list[Callable[[int], Awaitable[None]]], stages: int) -> None:
    end_of_stage = asyncio.Barrier(len(runners))

    async def run(runner: Callable[[int], Awaitable[None]]) -> None:
        try:
            for stage in range(1, stages + 1):
                await runner(stage)
                await end_of_stage.wait()
        except BaseException:
            await end_of_stage.abort()
            raise

    tasks = [asyncio.create_task(run(runner)) for runner in runners]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
