"""Greet every name, one after another."""

import asyncio
from collections.abc import Awaitable, Callable


async def greet_all(names: list[str], say: Callable[[str], Awaitable[None]]) -> None:
    # TODO: greet each name with `say`; a greeting starts when the one before has ended.
    raise NotImplementedError


if __name__ == "__main__":

    async def say(name: str) -> None:
        await asyncio.sleep(1)
        print(f"Hello, {name}!")

    asyncio.run(greet_all(["Ana", "Luis", "Eva"], say))
