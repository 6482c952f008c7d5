"""Belief: it is enough to wait for the last stage. When the reader fails, the end never comes."""

import asyncio
from collections.abc import Awaitable, Callable


async def copy(
    read: Callable[[], Awaitable[bytes]], write: Callable[[bytes], Awaitable[None]], limit: int
) -> int:
    queue: asyncio.Queue[bytes] = asyncio.Queue(maxsize=limit)
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

    reading = asyncio.create_task(reader())
    await writer()
    await reading
    return copied
