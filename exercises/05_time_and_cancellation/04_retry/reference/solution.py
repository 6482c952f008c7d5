"""One solution of `retry`."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def retry(call: Callable[[], Awaitable[Any]], attempts: int, base: float) -> Any:
    # The last attempt is not among these: after it there is nothing left to wait for.
    for attempt in range(attempts - 1):
        try:
            # Called anew each time: a coroutine can be awaited only once.
            return await call()
        except ConnectionError:
            # Only this error: a wrong page does not become a right one by asking again, and a
            # cancellation has to pass. The pause doubles, to give who is overloaded a rest.
            await asyncio.sleep(base * 2**attempt)
    return await call()
