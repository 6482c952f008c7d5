"""Also right: each task copies the context of its maker, as it is at that moment."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id")
lines: list[str] = []


def log(text: str) -> None:
    lines.append(f"{request_id.get()}: {text}")


async def serve_all(requests: list[str], handle: Callable[[str], Awaitable[None]]) -> list[str]:
    lines.clear()
    async with asyncio.TaskGroup() as group:
        for request in requests:
            request_id.set(request)
            group.create_task(handle(request))
    return list(lines)
