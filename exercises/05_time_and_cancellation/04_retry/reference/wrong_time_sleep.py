"""Belief: one sleep is as good as the other. This one stops everybody."""

import time
from collections.abc import Awaitable, Callable
from typing import Any


async def retry(call: Callable[[], Awaitable[Any]], attempts: int, base: float) -> Any:
    for attempt in range(attempts - 1):
        try:
            return await call()
        except ConnectionError:
            time.sleep(base * 2**attempt)
    return await call()
