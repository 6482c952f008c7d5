"""Belief: a limit means groups of that size. While one is written, nobody reads."""

from collections.abc import Awaitable, Callable


async def copy(
    read: Callable[[], Awaitable[bytes]], write: Callable[[bytes], Awaitable[None]], limit: int
) -> int:
    copied = 0
    piece = await read()
    while piece:
        pieces = [piece]
        while len(pieces) < limit and (piece := await read()):
            pieces.append(piece)
        for each in pieces:
            await write(each)
            copied += len(each)
        if piece:
            piece = await read()
    return copied
