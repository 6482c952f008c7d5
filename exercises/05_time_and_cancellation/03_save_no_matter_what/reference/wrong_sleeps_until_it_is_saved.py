"""Belief: sleep long enough and it will be saved. How long is enough, nobody knows."""

import asyncio
from collections.abc import Awaitable, Callable


async def save_no_matter_what(commit: Callable[[str], Awaitable[None]], data: str) -> None:
    try:
        await asyncio.shield(commit(data))
    except asyncio.CancelledError:
        await asyncio.sleep(2)
        raise
