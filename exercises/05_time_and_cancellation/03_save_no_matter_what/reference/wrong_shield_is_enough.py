"""Belief: shield protects, and all is well. The commit goes on, and nobody waits for it."""

import asyncio
from collections.abc import Awaitable, Callable


async def save_no_matter_what(commit: Callable[[str], Awaitable[None]], data: str) -> None:
    await asyncio.shield(commit(data))
