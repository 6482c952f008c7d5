"""One solution of `serve_all`."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id")
lines: list[str] = []


def log(text: str) -> None:
    lines.append(f"{request_id.get()}: {text}")


async def serve_all(requests: list[str], handle: Callable[[str], Awaitable[None]]) -> list[str]:
    lines.clear()

    async def serve(request: str) -> None:
        # This runs in a task of its own, and each task has a context of its own: a copy of the
        # one in which it was made. What is set here, no other request sees. Tasks that `handle`
        # makes, and threads of `to_thread`, begin with a copy of *this* context.
        request_id.set(request)
        await handle(request)

    await asyncio.gather(*(serve(request) for request in requests))
    return list(lines)
