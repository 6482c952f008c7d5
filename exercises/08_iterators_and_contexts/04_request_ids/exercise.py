"""Log lines that know which request they belong to."""

import asyncio
from collections.abc import Awaitable, Callable


def log(text: str) -> None:
    # TODO: note the line f"{id}: {text}", with the id of the request that is being handled.
    raise NotImplementedError


async def serve_all(requests: list[str], handle: Callable[[str], Awaitable[None]]) -> list[str]:
    # TODO: handle all requests at the same time; meanwhile `handle` calls `log`.
    # TODO: return the lines, in the order in which they were logged.
    raise NotImplementedError


if __name__ == "__main__":

    async def handle(request: str) -> None:
        log("begins")
        await asyncio.sleep(0.5 if request == "r1" else 0.2)
        log("ends")

    print(*asyncio.run(serve_all(["r1", "r2", "r3"], handle)), sep="\n")
