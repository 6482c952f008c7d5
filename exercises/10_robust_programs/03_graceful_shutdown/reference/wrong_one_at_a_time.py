"""Belief: await handles a request in the background."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def serve(
    accept: Callable[[], Awaitable[Any]],
    handle: Callable[[Any], Awaitable[Any]],
    stop: asyncio.Event,
    grace: float,
) -> dict[str, int]:
    counts = {"done": 0, "failed": 0, "cancelled": 0}
    signal = asyncio.create_task(stop.wait())
    try:
        while not stop.is_set():
            accepting = asyncio.ensure_future(accept())
            await asyncio.wait({accepting, signal}, return_when=asyncio.FIRST_COMPLETED)
            if not accepting.done():
                accepting.cancel()
                await asyncio.wait({accepting})
                break
            try:
                async with asyncio.timeout(grace if stop.is_set() else None):
                    await handle(accepting.result())
                counts["done"] += 1
            except TimeoutError:
                counts["cancelled"] += 1
            except ValueError:
                counts["failed"] += 1
    finally:
        accepting.cancel()
        signal.cancel()
        await asyncio.gather(accepting, signal, return_exceptions=True)
    return counts
