"""Also right: a semaphore counts the room, and the reader takes some before it reads."""

import asyncio
from collections.abc import Awaitable, Callable


async def copy(
    read: Callable[[], Awaitable[bytes]], write: Callable[[bytes], Awaitable[None]], limit: int
) -> int:
    room = asyncio.Semaphore(limit)
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    copied = 0

    async def reader() -> None:
        piece = b"to be read"
        while piece:
            await room.acquire()
            piece = await read()
            queue.put_nowait(piece)

    async def writer() -> None:
        nonlocal copied
        while piece := await queue.get():
            room.release()
            await write(piece)
            copied += len(piece)

    async with asyncio.TaskGroup() as group:
        group.create_task(reader())
        group.create_task(writer())
    return copied
