"""Also right: a task calls back when it has ended; gather waits for all of them."""

import asyncio
from collections.abc import Awaitable, Callable


async def in_order_of_arrival(
    fetch: Callable[[str], Awaitable[str]], urls: list[str], on_result: Callable[[str], None]
) -> None:
    tasks = [asyncio.ensure_future(fetch(url)) for url in urls]
    for task in tasks:
        task.add_done_callback(lambda ended: on_result(ended.result()))
    await asyncio.gather(*tasks)
