"""Also right: a failure goes through the queue too, after what was read before it."""

import asyncio
from collections.abc import Awaitable, Callable


async def copy(
    read: Callable[[], Awaitable[bytes]], write: Callable[[bytes], Awaitable[None]], limit: int
) -> int:
    queue: asyncio.Queue[bytes | Exception] = asyncio.Queue(maxsize=limit)

    async def reader() -> None:
        try:
            while piece := await read():
                await queue.put(piece)
            await queue.put(b"")
        except Exception as error:
            await queue.put(error)

    copied = 0
    reading = asyncio.create_task(reader())
    try:
        while piece := await queue.get():
            if isinstance(piece, Exception):
                raise piece
            await write(piece)
            copied += len(piece)
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
    return copied
