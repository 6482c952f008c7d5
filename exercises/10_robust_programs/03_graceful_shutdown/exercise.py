"""A service that stops in order: it takes nothing new and lets go of nothing it has taken."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def serve(
    accept: Callable[[], Awaitable[Any]],
    handle: Callable[[Any], Awaitable[Any]],
    stop: asyncio.Event,
    grace: float,
) -> dict[str, int]:
    # TODO: accept one request after another, and handle each one in a task of its own.
    # TODO: when `stop` is set, accept no more; what is under way has `grace` seconds to end.
    # TODO: cancel the rest, and wait until it has ended.
    # TODO: return how many were done, failed and cancelled.
    raise NotImplementedError


if __name__ == "__main__":

    async def main() -> None:
        stop = asyncio.Event()
        requests = iter(range(100))

        async def accept() -> int:
            await asyncio.sleep(0.2)
            return next(requests)

        async def handle(request: int) -> None:
            await asyncio.sleep(0.3 * request)
            print(f"request {request} done")

        asyncio.get_running_loop().call_later(1.1, stop.set)
        print(await serve(accept, handle, stop, 0.5))

    asyncio.run(main())
