"""One solution of `copy`."""

import asyncio
from collections.abc import Awaitable, Callable


async def copy(
    read: Callable[[], Awaitable[bytes]], write: Callable[[bytes], Awaitable[None]], limit: int
) -> int:
    # The queue is the limit: `put` waits while it is full, and with it the reader.
    queue: asyncio.Queue[bytes] = asyncio.Queue(maxsize=limit)
    copied = 0

    async def reader() -> None:
        while piece := await read():
            await queue.put(piece)
        await queue.put(b"")  # tells the writer that nothing more will come

    async def writer() -> None:
        nonlocal copied
        while piece := await queue.get():
            await write(piece)
            copied += len(piece)

    # If one of the two fails, the group cancels the other, which would wait at the queue for
    # ever: the writer for a piece that never comes, the reader for room that nobody makes.
    async with asyncio.TaskGroup() as group:
        group.create_task(reader())
        group.create_task(writer())
    return copied
