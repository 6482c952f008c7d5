"""Belief: only when it ends counts. Nothing is ever saved."""

import asyncio
from collections.abc import Awaitable, Callable


async def save_no_matter_what(commit: Callable[[str], Awaitable[None]], data: str) -> None:
    end = asyncio.get_running_loop().time() + 2
    cancelled = False
    while (left := end - asyncio.get_running_loop().time()) > 0:
        try:
            await asyncio.sleep(left)
        except asyncio.CancelledError:
            cancelled = True
    if cancelled:
        raise asyncio.CancelledError
