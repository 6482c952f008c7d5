"""Belief: a pause belongs to each beat. After the last one nobody needs it."""

import asyncio
from collections.abc import Awaitable, Callable


async def heartbeat(action: Callable[[], Awaitable[None]], period: float, times: int) -> None:
    for _ in range(times):
        await asyncio.gather(action(), asyncio.sleep(period))
