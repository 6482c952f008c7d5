"""Belief: calling a coroutine function runs it. Each coroutine is thrown away unstarted."""

from collections.abc import Awaitable, Callable


async def greet_all(names: list[str], say: Callable[[str], Awaitable[None]]) -> None:
    for name in names:
        say(name)
