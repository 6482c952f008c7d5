"""One solution of `fastest_mirror`."""

import asyncio
from collections.abc import Awaitable, Callable


async def fastest_mirror(fetch: Callable[[str], Awaitable[str]], urls: list[str]) -> str:
    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    waiting = set(tasks)
    try:
        while True:
            # Two can end at the same moment, so `ended` may have more than one task; and to have
            # ended is not to have won: a mirror that failed has ended, too.
            ended, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            winners = [task for task in ended if task.exception() is None]
            if winners or not waiting:
                # Without a winner, `result()` raises what the mirror failed with.
                return (winners or list(ended))[0].result()
    finally:
        # `cancel()` only asks, and asking a task that has ended does nothing. They end in the
        # line below, which waits for their cleaning up, too; with `return_exceptions`, their
        # CancelledError stays in the list instead of becoming ours.
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
