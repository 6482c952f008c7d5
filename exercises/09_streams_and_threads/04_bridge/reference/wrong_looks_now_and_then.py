"""Belief: a look now and then tells soon enough. The answer waits for the next look."""

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
        while not answer:
            await asyncio.sleep(0.25)
    except asyncio.CancelledError:
        api.cancel(order)
        raise
    result, error = answer
    if error is not None:
        raise error
    return result
