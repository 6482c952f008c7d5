"""Belief: a queue keeps the reader back by itself. Without a maxsize there is always room."""

import asyncio
from collections.abc import Awaitable, Callable


async def copy(
    read: Callable[[], Awaitable[bytes]], write: Callable[[bytes], Awaitable[None]], limit: int
) -> int:
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    copied = 0

    async def reader() -> None:
        while piece := await read():
            await queue.put(piece)
        await queue.put(b"")

    async def writer() -> None:
        nonlocal copied
        while piece := await queue.get():
            await write(piece)
            copied += len(piece)

    async with asyncio.TaskGroup() as group:
        group.create_task(reader())
        group.create_task(writer())
    return copied
