"""Belief: what comes from a generator has to be read to its end.

Seven rows are read for nothing.
"""

from collections.abc import AsyncGenerator, Callable


async def first_match(
    rows: Callable[[], AsyncGenerator[str, None]], pred: Callable[[str], bool]
) -> str | None:
    every_row = [row async for row in rows()]
    return next((row for row in every_row if pred(row)), None)
