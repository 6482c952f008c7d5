"""Belief: when all is saved, the cancellation does not matter any more."""

import asyncio
from collections.abc import Awaitable, Callable


async def save_no_matter_what(commit: Callable[[str], Awaitable[None]], data: str) -> None:
    saving = asyncio.create_task(commit(data))
    while not saving.done():
        try:
            await asyncio.shield(saving)
        except asyncio.CancelledError:
            continue
    saving.result()
