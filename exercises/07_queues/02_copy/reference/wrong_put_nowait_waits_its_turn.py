"""Belief: put_nowait is put without the word await. In a full queue it fails."""

import asyncio
from collections.abc import Awaitable, Callable


async def copy(
    read: Callable[[], Awaitable[bytes]], write: Callable[[bytes], Awaitable[None]], limit: int
) -> int:
    queue: asyncio.Queue[bytes] = asyncio.Queue(maxsize=limit)
    copied = 0

    async def reader() -> None:
        while piece := await read():
            queue.put_nowait(piece)
        queue.put_nowait(b"")

    async def writer() -> None:
        nonlocal copied
        while piece := await queue.get():
            await write(piece)
            copied += len(piece)

    async with asyncio.TaskGroup() as group:
        group.create_task(reader())
        group.create_task(writer())
    return copied
