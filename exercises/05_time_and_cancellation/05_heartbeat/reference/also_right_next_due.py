"""Also right: carry the next instant along, and sleep until then."""

import asyncio
from collections.abc import Awaitable, Callable


async def heartbeat(action: Callable[[], Awaitable[None]], period: float, times: int) -> None:
    loop = asyncio.get_running_loop()
    due = loop.time()
    while times:
        await action()
        times -= 1
        due += period
        if times:
            await asyncio.sleep(due - loop.time())
