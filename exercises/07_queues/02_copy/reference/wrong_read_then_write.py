"""Belief: awaiting both in one loop makes them overlap. Each waits for the other."""

from collections.abc import Awaitable, Callable


async def copy(
    read: Callable[[], Awaitable[bytes]], write: Callable[[bytes], Awaitable[None]], limit: int
) -> int:
    copied = 0
    while piece := await read():
        await write(piece)
        copied += len(piece)
    return copied
