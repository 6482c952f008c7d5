"""Also right: a stack that knows what has to be closed."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack


async def first_match(
    rows: Callable[[], AsyncGenerator[str, None]], pred: Callable[[str], bool]
) -> str | None:
    async with AsyncExitStack() as stack:
        cursor = rows()
        stack.push_async_callback(cursor.aclose)
        async for row in cursor:
            if pred(row):
                return row
    return None
