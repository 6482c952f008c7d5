"""An object that `async for` can go through: it ticks."""

import asyncio
from collections.abc import AsyncIterator


class Ticker:
    """Gives 1, 2, ... up to `times`, each number `period` seconds after the one before."""

    def __init__(self, period: float, times: int) -> None:
        # TODO: keep what the two methods need.
        raise NotImplementedError

    # TODO: which of the two has to be `async def`?
    def __aiter__(self) -> AsyncIterator[int]:
        raise NotImplementedError

    def __anext__(self):
        raise NotImplementedError


if __name__ == "__main__":

    async def main() -> None:
        async for number in Ticker(0.5, 3):
            print("tick", number)

    asyncio.run(main())
