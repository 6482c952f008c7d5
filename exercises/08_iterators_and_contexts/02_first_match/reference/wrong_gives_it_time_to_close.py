"""Belief: given a little time, it will close by itself.

Who closes it, and when, is not in this program.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable


async def first_match(
    rows: Callable[[], AsyncGenerator[str, None]], pred: Callable[[str], bool]
) -> str | None:
    found = None
    async for row in rows():
        if pred(row):
            found = row
            break
    await asyncio.sleep(0.5)
    return found
