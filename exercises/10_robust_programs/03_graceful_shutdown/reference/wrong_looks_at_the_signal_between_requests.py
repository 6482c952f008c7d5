"""Belief: it is enough to look at the signal between two requests. One more is taken after it."""

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
    try:
        while not stop.is_set():
            jobs.append(asyncio.ensure_future(handle(await accept())))
        if jobs:
            await asyncio.wait(jobs, timeout=grace)
    finally:
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)
    return {
        "done": sum(not job.cancelled() and job.exception() is None for job in jobs),
        "failed": sum(not job.cancelled() and job.exception() is not None for job in jobs),
        "cancelled": sum(job.cancelled() for job in jobs),
    }
