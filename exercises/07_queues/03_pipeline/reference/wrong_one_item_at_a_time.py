"""Belief: only what comes out counts.

Each item goes through alone, and the workers do not exist.
"""

from collections.abc import Awaitable, Callable
from typing import Any


async def pipeline(
    source: Callable[[], Awaitable[Any]],
    a: Callable[[Any], Awaitable[Any]],
    b: Callable[[Any], Awaitable[Any]],
    n_a: int,
    n_b: int,
) -> list[Any]:
    results = []
    while (item := await source()) is not None:
        results.append(await b(await a(item)))
    return results
