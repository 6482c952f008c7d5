"""Belief: what is closed before `return` is always closed.

When `pred` fails, that line is not reached.
"""

from collections.abc import AsyncGenerator, Callable


async def first_match(
    rows: Callable[[], AsyncGenerator[str, None]], pred: Callable[[str], bool]
) -> str | None:
    cursor = rows()
    async for row in cursor:
        if pred(row):
            await cursor.aclose()
            return row
    return None
