"""Belief: what was interrupted can be done once more. The first half is on the disk already."""

import asyncio
from collections.abc import Awaitable, Callable


async def save_no_matter_what(commit: Callable[[str], Awaitable[None]], data: str) -> None:
    try:
        await commit(data)
    except asyncio.CancelledError:
        await commit(data)
        raise
