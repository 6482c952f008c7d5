"""A failure in `gather` is believed to cancel the others."""

import asyncio

from pytest_coro_lessons import failed_with

SAYS = ["CL402"]


async def wrong(step, names):
    return await asyncio.gather(*map(step, names))


async def right(step, names):
    error = None
    try:
        async with asyncio.TaskGroup() as group:
            for name in names:
                group.create_task(step(name))
    except* KeyError as group:
        error = group.exceptions[0]
    if error is not None:
        raise error


async def ask(answer, world):
    step = world.operation(
        "step",
        seconds=lambda name: 1.0 if name == "b" else 3.0,
        raises=lambda name: KeyError(name) if name == "b" else None,
    )
    with failed_with(KeyError):
        await answer(step, "abc")
