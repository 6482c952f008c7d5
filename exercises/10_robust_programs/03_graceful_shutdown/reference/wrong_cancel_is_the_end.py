"""Belief: whoever was asked to cancel has ended."""

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
        cancelled = [job.cancel() for job in jobs]
        signal.cancel()
        if accepting is not None:
            accepting.cancel()
    failed = [not job.cancelled() and job.done() and bool(job.exception()) for job in jobs]
    return {
        "done": len(jobs) - sum(failed) - sum(cancelled),
        "failed": sum(failed),
        "cancelled": sum(cancelled),
    }
