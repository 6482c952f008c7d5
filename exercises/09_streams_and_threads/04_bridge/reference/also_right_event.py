"""As good: an event that is set in the thread of the loop."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol


class Api(Protocol):
    def start(self, order: str, on_done: Callable[[Any, Exception | None], None]) -> None: ...

    def cancel(self, order: str) -> None: ...


async def wait_for_order(api: Api, order: str) -> Any:
    loop, arrived = asyncio.get_running_loop(), asyncio.Event()
    answer: list[Any] = []

    def on_done(result: Any, error: Exception | None) -> None:
        answer[:] = [result, error]
        loop.call_soon_threadsafe(arrived.set)

    api.start(order, on_done)
    try:
        await arrived.wait()
    except asyncio.CancelledError:
        api.cancel(order)
        raise
    result, error = answer
    if error is not None:
        raise error
    return result
