"""Belief: the clock of the loop shows zero when it begins. Where it begins, nobody promised."""

import asyncio
from collections.abc import Awaitable, Callable


async def heartbeat(action: Callable[[], Awaitable[None]], period: float, times: int) -> None:
    loop = asyncio.get_running_loop()
    for beat in range(times):
        await asyncio.sleep(beat * period - loop.time())
        await action()
