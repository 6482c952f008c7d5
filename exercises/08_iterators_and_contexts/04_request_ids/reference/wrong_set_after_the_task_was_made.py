"""Belief: a task sees what is set later outside. Its context was copied when it was made."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="?")
lines: list[str] = []


def log(text: str) -> None:
    lines.append(f"{request_id.get()}: {text}")


async def serve_all(requests: list[str], handle: Callable[[str], Awaitable[None]]) -> list[str]:
    lines.clear()
    tasks = []
    for request in requests:
        tasks.append(asyncio.create_task(handle(request)))
        request_id.set(request)
    await asyncio.gather(*tasks)
    return list(lines)
