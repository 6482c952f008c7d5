"""Belief: a request is one task. Its helpers and its threads are not that task."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

ids: dict[Any, str] = {}
lines: list[str] = []


def log(text: str) -> None:
    lines.append(f"{ids[asyncio.current_task()]}: {text}")


async def serve_all(requests: list[str], handle: Callable[[str], Awaitable[None]]) -> list[str]:
    lines.clear()
    ids.clear()

    async def serve(request: str) -> None:
        ids[asyncio.current_task()] = request
        await handle(request)

    await asyncio.gather(*(serve(request) for request in requests))
    return list(lines)
