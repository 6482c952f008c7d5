"""Belief: only the lines that come back count. What `handle` logs goes nowhere."""

import asyncio
from collections.abc import Awaitable, Callable

lines: list[str] = []


def log(text: str) -> None:
    pass


async def serve_all(requests: list[str], handle: Callable[[str], Awaitable[None]]) -> list[str]:
    async def serve(request: str) -> None:
        lines.append(f"{request}: begins")
        await handle(request)
        lines.append(f"{request}: ends")

    await asyncio.gather(*(serve(request) for request in requests))
    return list(lines)
