"""Belief: gather is always the right way to await several things. All speak at once."""

import asyncio
from collections.abc import Awaitable, Callable


async def greet_all(names: list[str], say: Callable[[str], Awaitable[None]]) -> None:
    await asyncio.gather(*(say(name) for name in names))
