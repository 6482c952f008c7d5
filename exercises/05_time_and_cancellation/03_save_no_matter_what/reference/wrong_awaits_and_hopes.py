"""Belief: what is being awaited cannot be cancelled. The cancellation goes right through."""

from collections.abc import Awaitable, Callable


async def save_no_matter_what(commit: Callable[[str], Awaitable[None]], data: str) -> None:
    await commit(data)
