"""Belief: how long the action takes is known. It takes as long as it likes."""

import asyncio
from collections.abc import Awaitable, Callable


async def heartbeat(action: Callable[[], Awaitable[None]], period: float, times: int) -> None:
    for beat in range(times):
        if beat:
            await asyncio.sleep(period - 0.3)
        await action()
