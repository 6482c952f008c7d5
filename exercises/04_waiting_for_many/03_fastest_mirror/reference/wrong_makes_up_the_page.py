"""Belief: which mirror is the fastest is known, and so is its page."""

import asyncio
from collections.abc import Awaitable, Callable


async def fastest_mirror(fetch: Callable[[str], Awaitable[str]], urls: list[str]) -> str:
    await asyncio.sleep(1)
    return f"page from {urls[1]}"
