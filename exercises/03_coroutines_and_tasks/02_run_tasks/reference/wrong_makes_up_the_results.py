"""Belief: only what comes back, and when, counts. The work is never done."""

import asyncio
from collections.abc import Awaitable, Callable


async def run_tasks(
    work: Callable[[str, float], Awaitable[str]], names: list[str], seconds: float
) -> list[str]:
    await asyncio.sleep(seconds)
    return [f"{name} done" for name in names]
