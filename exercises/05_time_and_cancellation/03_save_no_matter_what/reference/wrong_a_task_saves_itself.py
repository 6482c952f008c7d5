"""Belief: a task that was created is as good as done. Nobody waits for it."""

import asyncio
from collections.abc import Awaitable, Callable


async def save_no_matter_what(commit: Callable[[str], Awaitable[None]], data: str) -> None:
    asyncio.create_task(commit(data))
