"""Also right: one attempt, and then the same with one attempt less and twice the pause."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def retry(call: Callable[[], Awaitable[Any]], attempts: int, base: float) -> Any:
    try:
        return await call()
    except ConnectionError:
        if attempts == 1:
            raise
    await asyncio.sleep(base)
    return await retry(call, attempts - 1, base * 2)
