"""Belief: to wait for a period after each action gives that period. It gives both together."""

import asyncio
from collections.abc import Awaitable, Callable


async def heartbeat(action: Callable[[], Awaitable[None]], period: float, times: int) -> None:
    for beat in range(times):
        if beat:
            await asyncio.sleep(period)
        await action()
