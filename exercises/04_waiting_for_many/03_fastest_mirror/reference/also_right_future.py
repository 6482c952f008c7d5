"""Also right: the mirrors fill one future between them; what ends the race is its result."""

import asyncio
from collections.abc import Awaitable, Callable


async def fastest_mirror(fetch: Callable[[str], Awaitable[str]], urls: list[str]) -> str:
    first: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def run(url: str) -> None:
        page = await fetch(url)
        if not first.done():
            first.set_result(page)

    tasks = [asyncio.create_task(run(url)) for url in urls]
    everybody = asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.wait([first, everybody], return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    if first.done():
        return first.result()
    raise next(error for error in await everybody if isinstance(error, Exception))
