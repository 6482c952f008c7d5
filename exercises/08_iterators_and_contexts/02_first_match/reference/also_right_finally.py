"""Also right: what `aclosing` does, written out."""

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
        await cursor.aclose()
    return None
