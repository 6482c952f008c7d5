"""Belief: a read that fails is the end of what there is to read. Half a copy passes for a whole."""

import asyncio
from collections.abc import Awaitable, Callable


async def copy(
    read: Callable[[], Awaitable[bytes]], write: Callable[[bytes], Awaitable[None]], limit: int
) -> int:
    queue: asyncio.Queue[bytes] = asyncio.Queue(maxsize=limit)
    copied = 0

    async def reader() -> None:
        try:
            while piece := await read():
                await queue.put(piece)
        except OSError:
            pass
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
