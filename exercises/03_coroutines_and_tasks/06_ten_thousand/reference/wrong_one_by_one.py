"""Belief: everything inside async def runs at once. Here one wait ends before the next begins."""

from collections.abc import Awaitable, Callable


async def ten_thousand(wait: Callable[[int], Awaitable[int]]) -> int:
    total = 0
    for number in range(10_000):
        total += await wait(number)
    return total
