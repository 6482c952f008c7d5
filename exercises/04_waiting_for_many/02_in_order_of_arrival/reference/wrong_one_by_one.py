"""Belief: what is asked for first arrives first. Each page is fetched when the last one is here."""

from collections.abc import Awaitable, Callable


async def in_order_of_arrival(
    fetch: Callable[[str], Awaitable[str]], urls: list[str], on_result: Callable[[str], None]
) -> None:
    for url in urls:
        on_result(await fetch(url))
