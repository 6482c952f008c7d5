"""Belief: so many attempts, and then one more. The first one counts, too."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def retry(call: Callable[[], Awaitable[Any]], attempts: int, base: float) -> Any:
    for attempt in range(attempts):
        try:
            return await call()
        except ConnectionError:
            await asyncio.sleep(base * 2**attempt)
    return await call()
