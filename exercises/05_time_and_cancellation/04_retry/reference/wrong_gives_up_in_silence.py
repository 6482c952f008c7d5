"""Belief: who has tried everything need not say more. The caller takes None for an answer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def retry(call: Callable[[], Awaitable[Any]], attempts: int, base: float) -> Any:
    for attempt in range(attempts):
        try:
            return await call()
        except ConnectionError:
            if attempt < attempts - 1:
                await asyncio.sleep(base * 2**attempt)
    return None
