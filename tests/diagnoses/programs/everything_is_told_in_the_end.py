"""Arrival is believed to be the order of the results of `gather`, sorted."""

import asyncio

from pytest_coro_lessons import started_at

SAYS = ["CL104"]


async def wrong(fetch, names, on_result):
    for page in sorted(await asyncio.gather(*map(fetch, names))):
        on_result(page)


async def right(fetch, names, on_result):
    for page in asyncio.as_completed([fetch(name) for name in names]):
        on_result(await page)


async def ask(answer, world):
    fetch = world.operation("fetch", seconds=len, returns=lambda name: len(name))
    on_result = world.callback("on_result")
    await answer(fetch, ["abc", "a", "ab"], on_result)
    started_at(on_result, [1, 2, 3])
