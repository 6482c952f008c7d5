"""Belief: an error can be returned like any other value."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol


class Api(Protocol):
    def start(self, order: str, on_done: Callable[[Any, Exception | None], None]) -> None: ...

    def cancel(self, order: str) -> None: ...


async def wait_for_order(api: Api, order: str) -> Any:
    loop = asyncio.get_running_loop()
    arrived: asyncio.Future[Any] = loop.create_future()

    def settle(answer: Any) -> None:
        if not arrived.done():
            arrived.set_result(answer)

    api.start(order, lambda *pair: loop.call_soon_threadsafe(settle, pair[0] or pair[1]))
    try:
        return await arrived
    except asyncio.CancelledError:
        api.cancel(order)
        raise
