"""Belief: one request at a time is right as well.

The ids are right because nobody else is there.
"""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id")
lines: list[str] = []


def log(text: str) -> None:
    lines.append(f"{request_id.get()}: {text}")


async def serve_all(requests: list[str], handle: Callable[[str], Awaitable[None]]) -> list[str]:
    lines.clear()
    for request in requests:
        request_id.set(request)
        await handle(request)
    return list(lines)
