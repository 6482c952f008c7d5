"""One solution of `run_tasks`."""

import asyncio
from collections.abc import Awaitable, Callable


async def run_tasks(
    work: Callable[[str, float], Awaitable[str]], names: list[str], seconds: float
) -> list[str]:
    # gather wraps each coroutine in a task, so all of them have started before the first
    # one is waited for. Its results keep the order of its arguments, not of the endings.
    return await asyncio.gather(*(work(name, seconds) for name in names))
