"""Cleaning up is believed to be free."""

from pytest_coro_lessons import cancelled_at

SAYS = ["CL302"]


async def wrong(work, report):
    try:
        await work()
    finally:
        await report("over")


async def right(work, report):
    await work()
    await report("over")


async def ask(answer, world):
    with cancelled_at(0.5):
        await answer(world.operation("work"), world.operation("report"))
