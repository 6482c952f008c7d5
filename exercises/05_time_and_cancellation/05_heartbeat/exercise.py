"""Do something again and again, in a rhythm that does not slip."""

import asyncio
from collections.abc import Awaitable, Callable


async def heartbeat(action: Callable[[], Awaitable[None]], period: float, times: int) -> None:
    # TODO: run `action()` now, and then every `period` seconds, `times` times in all.
    # TODO: the time that an action takes must not delay the ones after it.
    raise NotImplementedError


if __name__ == "__main__":

    async def main() -> None:
        loop = asyncio.get_running_loop()
        start = loop.time()

        async def action() -> None:
            print(f"beat at {loop.time() - start:.2f} s")
            await asyncio.sleep(0.15)

        await heartbeat(action, 0.5, 5)

    asyncio.run(main())
