"""Belief: async for lets the next ones in meanwhile. While one is attended, nobody is taken in."""

from collections.abc import AsyncIterator, Awaitable, Callable


async def triage(
    patients: AsyncIterator[tuple[int, dict]], attend: Callable[[dict], Awaitable[None]]
) -> None:
    async for _level, patient in patients:
        await attend(patient)
