"""Also right: the action and the pause at the same time, the last one without a pause."""

import asyncio
from collections.abc import Awaitable, Callable


async def heartbeat(action: Callable[[], Awaitable[None]], period: float, times: int) -> None:
    for _ in range(times - 1):
        await asyncio.gather(action(), asyncio.sleep(period))
    await action()
