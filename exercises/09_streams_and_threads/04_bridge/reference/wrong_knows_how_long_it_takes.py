"""Belief: only what comes back, and when, counts. Nobody waits for the answer."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol


class Api(Protocol):
    def start(self, order: str, on_done: Callable[[Any, Exception | None], None]) -> None: ...

    def cancel(self, order: str) -> None: ...


async def wait_for_order(api: Api, order: str) -> Any:
    answer: list[Any] = []
    api.start(order, lambda *pair: answer.extend(pair))
    try:
        await asyncio.sleep(1.0)
    except asyncio.CancelledError:
        api.cancel(order)
        raise
    return f"{order} for table 1"
