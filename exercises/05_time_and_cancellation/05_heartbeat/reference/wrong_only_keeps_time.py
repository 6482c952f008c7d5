"""Belief: only the seconds count. Nothing is ever done."""

import asyncio
from collections.abc import Awaitable, Callable


async def heartbeat(action: Callable[[], Awaitable[None]], period: float, times: int) -> None:
    await asyncio.sleep(period * (times - 1) + 0.3)
