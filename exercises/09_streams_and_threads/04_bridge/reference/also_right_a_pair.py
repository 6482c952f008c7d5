"""As good: a pair in a future, and a look at it afterwards."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol


class Api(Protocol):
    def start(self, order: str, on_done: Callable[[Any, Exception | None], None]) -> None: ...

    def cancel(self, order: str) -> None: ...


async def wait_for_order(api: Api, order: str) -> Any:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[tuple[Any, Exception | None]] = loop.create_future()

    def settle(pair: tuple[Any, Exception | None]) -> None:
        if not answer.cancelled():
            answer.set_result(pair)

    api.start(order, lambda *pair: loop.call_soon_threadsafe(settle, pair))
    try:
        result, error = await answer
    except BaseException:
        api.cancel(order)
        raise
    if error is not None:
        raise error
    return result
