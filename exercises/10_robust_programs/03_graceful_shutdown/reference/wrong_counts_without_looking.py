"""Belief: only the numbers count. Whatever was taken is reported as done."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def serve(
    accept: Callable[[], Awaitable[Any]],
    handle: Callable[[Any], Awaitable[Any]],
    stop: asyncio.Event,
    grace: float,
) -> dict[str, int]:
    jobs: list[asyncio.Task[Any]] = []
    signal = asyncio.create_task(stop.wait())
    accepting: asyncio.Task[Any] | None = None
    try:
        while not stop.is_set():
            accepting = asyncio.ensure_future(accept())
            await asyncio.wait({accepting, signal}, return_when=asyncio.FIRST_COMPLETED)
            if not accepting.done():
                accepting.cancel()
                await asyncio.wait({accepting})
            if not accepting.cancelled():
                jobs.append(asyncio.ensure_future(handle(accepting.result())))
        if jobs:
            await asyncio.wait(jobs, timeout=grace)
    finally:
        rest = [task for task in (accepting, signal, *jobs) if task is not None]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
    return {"done": len(jobs), "failed": 0, "cancelled": 0}
