"""Belief: a token puts the old value back anywhere.

It is good in the context in which it was given.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar, Token

request_id: ContextVar[str] = ContextVar("request_id")
lines: list[str] = []


def log(text: str) -> None:
    lines.append(f"{request_id.get()}: {text}")


async def serve_all(requests: list[str], handle: Callable[[str], Awaitable[None]]) -> list[str]:
    lines.clear()

    async def serve(request: str, token: Token[str]) -> None:
        try:
            await handle(request)
        finally:
            request_id.reset(token)

    tasks = []
    for request in requests:
        token = request_id.set(request)
        tasks.append(asyncio.create_task(serve(request, token)))
    await asyncio.gather(*tasks)
    return list(lines)
