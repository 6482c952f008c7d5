"""Belief: with tasks, nobody has to wait for a turn. There is one doctor."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable


async def triage(
    patients: AsyncIterator[tuple[int, dict]], attend: Callable[[dict], Awaitable[None]]
) -> None:
    async with asyncio.TaskGroup() as group:
        async for _level, patient in patients:
            group.create_task(attend(patient))
