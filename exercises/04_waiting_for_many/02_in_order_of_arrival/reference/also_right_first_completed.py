"""Also right: wait until any of them has ended, again and again."""

import asyncio
from collections.abc import Awaitable, Callable


async def in_order_of_arrival(
    fetch: Callable[[str], Awaitable[str]], urls: list[str], on_result: Callable[[str], None]
) -> None:
    waiting = {asyncio.create_task(fetch(url)) for url in urls}
    while waiting:
        ended, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            on_result(task.result())
