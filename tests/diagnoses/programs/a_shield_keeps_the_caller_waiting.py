"""`shield` is believed to wait for what it shields, also when it is cancelled."""

import asyncio

from pytest_coro_lessons import cancelled_at

SAYS = ["CL402"]


async def wrong(save):
    await asyncio.shield(save())


async def right(save):
    saving = asyncio.create_task(save())
    try:
        await asyncio.shield(saving)
    except asyncio.CancelledError:
        await saving
        raise


async def ask(answer, world):
    with cancelled_at(0.5, within=1.0):
        await answer(world.operation("save"))
