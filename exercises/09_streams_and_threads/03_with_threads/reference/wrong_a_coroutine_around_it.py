"""Belief: a coroutine around it makes it non-blocking. It runs in the same thread."""

import asyncio
from collections.abc import Callable
from typing import Any


async def summarize(files: list[str], compute: Callable[[str], Any]) -> list[Any]:
    async def in_the_background(file: str) -> Any:
        return compute(file)

    return await asyncio.gather(*(in_the_background(file) for file in files))
