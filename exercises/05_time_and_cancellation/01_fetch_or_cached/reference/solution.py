"""One solution of `fetch_or_cached`."""

import asyncio
from collections.abc import Awaitable, Callable


async def fetch_or_cached(fetch: Callable[[], Awaitable[str]], cached: str, seconds: float) -> str:
    try:
        # When the time is up, the block cancels what is awaited inside it, and waits until that
        # has ended. Only then, on its way out, does it turn the cancellation into TimeoutError.
        async with asyncio.timeout(seconds):
            return await fetch()
    except TimeoutError:
        # Only this one: if somebody cancels *us*, CancelledError passes through here untouched.
        return cached
