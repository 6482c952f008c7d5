"""One solution of `first_match`."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing


async def first_match(
    rows: Callable[[], AsyncGenerator[str, None]], pred: Callable[[str], bool]
) -> str | None:
    # Leaving an `async for` does not close what it goes through. This block does, on every way
    # out: `return`, an exception of `pred`, a cancellation. And it waits until it is closed.
    async with aclosing(rows()) as cursor:
        async for row in cursor:
            if pred(row):
                return row
    return None
