"""Also right: one loop that never ends by itself, and a `raise` for the last error."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def retry(call: Callable[[], Awaitable[Any]], attempts: int, base: float) -> Any:
    pause = base
    failures = 0
    while True:
        try:
            return await call()
        except ConnectionError:
            failures += 1
            if failures == attempts:
                raise
        await asyncio.sleep(pause)
        pause *= 2
