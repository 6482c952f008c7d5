"""Belief: leaving the loop closes what it goes through.

The generator is left in the middle, and nobody knows when it will be closed.
"""

from collections.abc import AsyncGenerator, Callable


async def first_match(
    rows: Callable[[], AsyncGenerator[str, None]], pred: Callable[[str], bool]
) -> str | None:
    async for row in rows():
        if pred(row):
            return row
    return None
