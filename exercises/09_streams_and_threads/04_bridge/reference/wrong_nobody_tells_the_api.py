"""Belief: when the wait ends, so does the work. The kitchen goes on cooking."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol


class Api(Protocol):
    def start(self, order: str, on_done: Callable[[Any, Exception | None], None]) -> None: ...

    def cancel(self, order: str) -> None: ...


async def wait_for_order(api: Api, order: str) -> Any:
    loop = asyncio.get_running_loop()
    arrived: asyncio.Future[Any] = loop.create_future()

    def settle(result: Any, error: Exception | None) -> None:
        if arrived.done():
            return
        if error is not None:
            arrived.set_exception(error)
        else:
            arrived.set_result(result)

    api.start(order, lambda *pair: loop.call_soon_threadsafe(settle, *pair))
    return await arrived
