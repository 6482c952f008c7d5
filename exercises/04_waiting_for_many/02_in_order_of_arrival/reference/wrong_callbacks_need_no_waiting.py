"""Belief: a callback will be called, so nobody has to wait for the task."""

import asyncio
from collections.abc import Awaitable, Callable


async def in_order_of_arrival(
    fetch: Callable[[str], Awaitable[str]], urls: list[str], on_result: Callable[[str], None]
) -> None:
    for url in urls:
        task = asyncio.create_task(fetch(url))
        task.add_done_callback(lambda ended: on_result(ended.result()))
