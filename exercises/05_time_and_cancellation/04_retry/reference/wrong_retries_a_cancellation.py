"""Belief: a cancellation is an error like others. It is tried again, and the caller waits."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def retry(call: Callable[[], Awaitable[Any]], attempts: int, base: float) -> Any:
    for attempt in range(attempts - 1):
        try:
            return await call()
        except (ConnectionError, asyncio.CancelledError):
            await asyncio.sleep(base * 2**attempt)
    return await call()
