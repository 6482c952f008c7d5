"""Belief: a task that was created is as good as done. Nobody waits for the greetings."""

import asyncio
from collections.abc import Awaitable, Callable


async def greet_all(names: list[str], say: Callable[[str], Awaitable[None]]) -> None:
    for name in names:
        asyncio.create_task(say(name))
