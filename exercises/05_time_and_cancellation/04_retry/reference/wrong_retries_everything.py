"""Belief: trying again helps against every error. What is not there does not come by waiting."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def retry(call: Callable[[], Awaitable[Any]], attempts: int, base: float) -> Any:
    for attempt in range(attempts - 1):
        try:
            return await call()
        except Exception:
            await asyncio.sleep(base * 2**attempt)
    return await call()
