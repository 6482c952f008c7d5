"""Belief: who ends first may come first. Nobody can tell whose answer it is then."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def map_limited(work: Callable[[Any], Awaitable[Any]], items: list[Any], n: int) -> list[Any]:
    slots = asyncio.Semaphore(n)
    answers: list[Any] = []

    async def in_a_slot(item: Any) -> None:
        async with slots:
            answers.append(await work(item))

    await asyncio.gather(*(in_a_slot(item) for item in items))
    return answers
