"""One solution of `greet_all`."""

from collections.abc import Awaitable, Callable


async def greet_all(names: list[str], say: Callable[[str], Awaitable[None]]) -> None:
    for name in names:
        # `say(name)` only makes a coroutine. `await` runs it, and this line does not
        # end before the greeting has ended: that is what keeps them in order.
        await say(name)
