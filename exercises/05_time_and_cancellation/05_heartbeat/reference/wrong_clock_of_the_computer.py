"""Belief: any clock will do. That of the computer can be set while the program runs."""

import asyncio
import time
from collections.abc import Awaitable, Callable


async def heartbeat(action: Callable[[], Awaitable[None]], period: float, times: int) -> None:
    start = time.time()
    for beat in range(times):
        await asyncio.sleep(start + beat * period - time.time())
        await action()
