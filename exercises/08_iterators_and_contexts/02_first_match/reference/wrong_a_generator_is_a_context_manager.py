"""Belief: what can be closed can be put after `async with`. A generator has no `__aenter__`."""

from collections.abc import AsyncGenerator, Callable


async def first_match(
    rows: Callable[[], AsyncGenerator[str, None]], pred: Callable[[str], bool]
) -> str | None:
    async with rows() as cursor:
        async for row in cursor:
            if pred(row):
                return row
    return None
