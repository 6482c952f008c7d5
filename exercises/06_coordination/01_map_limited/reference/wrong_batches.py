"""Belief: groups of n keep n at work. A slot whose item ends early waits for its whole group."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def map_limited(work: Callable[[Any], Awaitable[Any]], items: list[Any], n: int) -> list[Any]:
    answers: list[Any] = []
    for start in range(0, len(items), n):
        group = items[start : start + n]
        answers += await asyncio.gather(*(work(item) for item in group))
    return answers
