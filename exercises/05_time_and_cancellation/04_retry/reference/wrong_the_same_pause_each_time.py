"""Belief: waiting is waiting, however often it failed. The pauses do not grow."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def retry(call: Callable[[], Awaitable[Any]], attempts: int, base: float) -> Any:
    for _ in range(attempts - 1):
        try:
            return await call()
        except ConnectionError:
            await asyncio.sleep(base)
    return await call()
