"""One solution of `heartbeat`."""

import asyncio
from collections.abc import Awaitable, Callable


async def heartbeat(action: Callable[[], Awaitable[None]], period: float, times: int) -> None:
    loop = asyncio.get_running_loop()
    start = loop.time()
    for beat in range(times):
        # When it is due, counted from the start: no beat inherits the delay of another. The
        # first one is due now, and to sleep for no time or less takes none.
        await asyncio.sleep(start + beat * period - loop.time())
        await action()
