"""Belief: before it can be decided, all have to be there. Until then nobody is attended."""

from collections.abc import AsyncIterator, Awaitable, Callable


async def triage(
    patients: AsyncIterator[tuple[int, dict]], attend: Callable[[dict], Awaitable[None]]
) -> None:
    arrivals = [arrival async for arrival in patients]
    for _, patient in sorted(arrivals, key=lambda arrival: arrival[0]):
        await attend(patient)
