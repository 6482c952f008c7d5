"""One solution of `serve`."""

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
                # The signal was quicker: nothing more is accepted, from this moment on.
                accepting.cancel()
                await asyncio.wait({accepting})
            # Both may have come at once. A request that is here is ours, whatever the signal says.
            if not accepting.cancelled():
                jobs.append(asyncio.ensure_future(handle(accepting.result())))
        # Phase one: who ends in time may end. wait raises nothing and cancels nothing.
        if jobs:
            await asyncio.wait(jobs, timeout=grace)
    finally:
        # Phase two, and also the way out if we are cancelled: cancel, then wait for the end.
        rest = [task for task in (accepting, signal, *jobs) if task is not None]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
    return {
        "done": sum(not job.cancelled() and job.exception() is None for job in jobs),
        "failed": sum(not job.cancelled() and job.exception() is not None for job in jobs),
        "cancelled": sum(job.cancelled() for job in jobs),
    }
