"""Belief: gather gives every call a context of its own, wherever it is set.

The value is set here, in one context, before any task is made.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id")
lines: list[str] = []


def log(text: str) -> None:
    lines.append(f"{request_id.get()}: {text}")


async def serve_all(requests: list[str], handle: Callable[[str], Awaitable[None]]) -> list[str]:
    lines.clear()
    calls = []
    for request in requests:
        request_id.set(request)
        calls.append(handle(request))
    await asyncio.gather(*calls)
    return list(lines)
