"""Belief: when the signal is there, no request is. A request that came with it gets lost."""

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
        while True:
            accepting = asyncio.ensure_future(accept())
            await asyncio.wait({accepting, signal}, return_when=asyncio.FIRST_COMPLETED)
            if signal.done():
                accepting.cancel()
                await asyncio.wait({accepting})
                break
            jobs.append(asyncio.ensure_future(handle(accepting.result())))
        if jobs:
            await asyncio.wait(jobs, timeout=grace)
    finally:
        rest = [task for task in (accepting, signal, *jobs) if task is not None]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
    return {
        "done": sum(not job.cancelled() and job.exception() is None for job in jobs),
        "failed": sum(not job.cancelled() and job.exception() is not None for job in jobs),
        "cancelled": sum(job.cancelled() for job in jobs),
    }
