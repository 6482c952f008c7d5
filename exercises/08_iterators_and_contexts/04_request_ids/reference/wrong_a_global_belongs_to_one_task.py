"""Belief: while a request is handled, a global belongs to it.

Across an await, the others write to it.
"""

import asyncio
from collections.abc import Awaitable, Callable

current = ""
lines: list[str] = []


def log(text: str) -> None:
    lines.append(f"{current}: {text}")


async def serve_all(requests: list[str], handle: Callable[[str], Awaitable[None]]) -> list[str]:
    lines.clear()

    async def serve(request: str) -> None:
        global current
        current = request
        await handle(request)

    await asyncio.gather(*(serve(request) for request in requests))
    return list(lines)
