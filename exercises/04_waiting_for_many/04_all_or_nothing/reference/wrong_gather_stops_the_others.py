"""Belief: after gather has raised, the others are stopped. They go on."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def all_or_nothing(step: Callable[[str], Awaitable[Any]], names: list[str]) -> list[Any]:
    return list(await asyncio.gather(*(step(name) for name in names)))
