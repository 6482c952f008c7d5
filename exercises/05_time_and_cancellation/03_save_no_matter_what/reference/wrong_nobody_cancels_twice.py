"""Belief: nobody cancels twice. The second await of the task is not shielded."""

import asyncio
from collections.abc import Awaitable, Callable


async def save_no_matter_what(commit: Callable[[str], Awaitable[None]], data: str) -> None:
    saving = asyncio.create_task(commit(data))
    try:
        await asyncio.shield(saving)
    except asyncio.CancelledError:
        await saving
        raise
