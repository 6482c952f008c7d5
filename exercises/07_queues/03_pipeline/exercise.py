"""Take items through two stages, each with workers of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def pipeline(
    source: Callable[[], Awaitable[Any]],
    a: Callable[[Any], Awaitable[Any]],
    b: Callable[[Any], Awaitable[Any]],
    n_a: int,
    n_b: int,
) -> list[Any]:
    # TODO: take every item of `source` through `a`, and what `a` gives through `b`.
    # TODO: all at the same time, with `n_a` workers for `a` and `n_b` workers for `b`.
    # TODO: return what `b` gave.
    raise NotImplementedError


if __name__ == "__main__":
    words = iter(["ana", "luis", "eva", "bea"])

    async def source() -> str | None:
        await asyncio.sleep(0.1)
        return next(words, None)

    async def a(word: str) -> str:
        await asyncio.sleep(0.4)
        return word.title()

    async def b(name: str) -> str:
        await asyncio.sleep(0.4)
        print("greeted:", name)
        return f"Hello, {name}!"

    print(asyncio.run(pipeline(source, a, b, 2, 2)))
