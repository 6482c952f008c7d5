"""Belief: another mirror is for when the first one fails. The fastest is never found out."""

from collections.abc import Awaitable, Callable


async def fastest_mirror(fetch: Callable[[str], Awaitable[str]], urls: list[str]) -> str:
    for url in urls[:-1]:
        try:
            return await fetch(url)
        except Exception:
            continue
    return await fetch(urls[-1])
