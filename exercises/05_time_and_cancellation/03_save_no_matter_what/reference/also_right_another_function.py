"""Also right: the waiting has a function of its own, which begins anew when it is cancelled."""

import asyncio
from collections.abc import Awaitable, Callable


async def save_no_matter_what(commit: Callable[[str], Awaitable[None]], data: str) -> None:
    await until_done(asyncio.ensure_future(commit(data)))


async def until_done(saving: asyncio.Future[None]) -> None:
    try:
        await asyncio.shield(saving)
    except asyncio.CancelledError:
        await until_done(saving)
        raise
