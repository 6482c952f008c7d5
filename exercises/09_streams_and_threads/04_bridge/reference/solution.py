"""One solution of `wait_for_order`."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol


class Api(Protocol):
    def start(self, order: str, on_done: Callable[[Any, Exception | None], None]) -> None: ...

    def cancel(self, order: str) -> None: ...


async def wait_for_order(api: Api, order: str) -> Any:
    loop = asyncio.get_running_loop()
    # The future is the bridge: callbacks on this side, `await` on the other.
    arrived: asyncio.Future[Any] = loop.create_future()

    def settle(result: Any, error: Exception | None) -> None:
        # Nobody waits any more when the wait was cancelled; a future is settled only once.
        if arrived.done():
            return
        if error is not None:
            arrived.set_exception(error)
        else:
            arrived.set_result(result)

    def on_done(result: Any, error: Exception | None) -> None:
        # In whatever thread this runs: it asks the loop to settle the future in its own.
        loop.call_soon_threadsafe(settle, result, error)

    api.start(order, on_done)
    try:
        return await arrived
    except asyncio.CancelledError:
        api.cancel(order)
        raise
