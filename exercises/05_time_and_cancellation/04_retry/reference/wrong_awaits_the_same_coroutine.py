"""Belief: a coroutine can be awaited as often as one likes. It runs once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def retry(call: Callable[[], Awaitable[Any]], attempts: int, base: float) -> Any:
    coroutine = call()
    for attempt in range(attempts - 1):
        try:
            return await coroutine
        except ConnectionError:
            await asyncio.sleep(base * 2**attempt)
    return await coroutine
