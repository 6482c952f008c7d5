"""Also right: a list of pauses, with None behind the last attempt."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def retry(call: Callable[[], Awaitable[Any]], attempts: int, base: float) -> Any:
    pauses = [base * 2**number for number in range(attempts - 1)]
    for pause in [*pauses, None]:
        try:
            return await call()
        except ConnectionError:
            if pause is None:
                raise
        await asyncio.sleep(pause)
