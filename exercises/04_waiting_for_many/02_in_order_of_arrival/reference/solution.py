"""One solution of `in_order_of_arrival`."""

import asyncio
from collections.abc import Awaitable, Callable


async def in_order_of_arrival(
    fetch: Callable[[str], Awaitable[str]], urls: list[str], on_result: Callable[[str], None]
) -> None:
    # as_completed starts everything it is given. Then each round of the loop is for the next one
    # to arrive, whichever that is: `ended` is an awaitable, and its result comes with `await`.
    for ended in asyncio.as_completed([fetch(url) for url in urls]):
        on_result(await ended)
    # As good, and often shorter: let each task hand over its own page (also_right_each_its_own.py).
