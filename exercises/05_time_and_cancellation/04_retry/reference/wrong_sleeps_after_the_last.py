"""Belief: after each failure comes a pause. After the last one nobody needs it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def retry(call: Callable[[], Awaitable[Any]], attempts: int, base: float) -> Any:
    last = ConnectionError("no attempts")
    for attempt in range(attempts):
        try:
            return await call()
        except ConnectionError as error:
            last = error
            await asyncio.sleep(base * 2**attempt)
    raise last
