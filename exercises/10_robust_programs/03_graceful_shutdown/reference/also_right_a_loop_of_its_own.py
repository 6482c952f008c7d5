"""As good: a task accepts, and stopping means to cancel that task."""

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

    async def keep_accepting() -> None:
        while not stop.is_set():
            # The result goes into a job in the same step in which it arrives.
            request = await accept()
            jobs.append(asyncio.ensure_future(handle(request)))

    accepting = asyncio.create_task(keep_accepting())
    try:
        await stop.wait()
        accepting.cancel()
        await asyncio.wait({accepting})
        if jobs:
            await asyncio.wait(jobs, timeout=grace)
    finally:
        for task in (accepting, *jobs):
            task.cancel()
        await asyncio.gather(accepting, *jobs, return_exceptions=True)
    return {
        "done": sum(not job.cancelled() and job.exception() is None for job in jobs),
        "failed": sum(not job.cancelled() and job.exception() is not None for job in jobs),
        "cancelled": sum(job.cancelled() for job in jobs),
    }
