"""Copy from a reader to a writer, with little in between."""

import asyncio
from collections.abc import Awaitable, Callable


async def copy(
    read: Callable[[], Awaitable[bytes]], write: Callable[[bytes], Awaitable[None]], limit: int
) -> int:
    # TODO: write every piece that is read, in order, and read on while a piece is written.
    # TODO: never let more than `limit` pieces wait to be written.
    # TODO: return how many bytes were copied.
    raise NotImplementedError


if __name__ == "__main__":
    pieces = iter([b"once ", b"upon ", b"a ", b"time", b""])

    async def read() -> bytes:
        await asyncio.sleep(0.2)
        return next(pieces)

    async def write(piece: bytes) -> None:
        await asyncio.sleep(0.4)
        print("written:", piece)

    print(asyncio.run(copy(read, write, 2)), "bytes")
