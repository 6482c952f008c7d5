"""Belief: longer each time is long enough. One, two, three is not one, two, four."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def retry(call: Callable[[], Awaitable[Any]], attempts: int, base: float) -> Any:
    for attempt in range(attempts - 1):
        try:
            return await call()
        except ConnectionError:
            await asyncio.sleep(base * (attempt + 1))
    return await call()
