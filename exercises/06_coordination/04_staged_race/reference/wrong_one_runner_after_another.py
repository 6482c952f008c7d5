"""Belief: whoever waits for each runner in turn has waited for all of them."""

import asyncio
from collections.abc import Awaitable, Callable


async def staged_race(runners: list[Callable[[int], Awaitable[None]]], stages: int) -> None:
    for stage in range(1, stages + 1):
        for runner in runners:
            await runner(stage)
