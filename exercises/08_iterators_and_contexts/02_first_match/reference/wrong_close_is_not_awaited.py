"""Belief: calling `aclose` closes.

It gives something to be awaited, like any coroutine function.
"""

from collections.abc import AsyncGenerator, Callable


async def first_match(
    rows: Callable[[], AsyncGenerator[str, None]], pred: Callable[[str], bool]
) -> str | None:
    cursor = rows()
    try:
        async for row in cursor:
            if pred(row):
                return row
    finally:
        cursor.aclose()
    return None
