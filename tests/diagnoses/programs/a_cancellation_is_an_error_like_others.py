"""A retry that catches everything is believed to be the most robust one."""

from pytest_coro_lessons import cancelled_at

SAYS = ["CL301"]


async def wrong(call, attempts):
    for attempt in range(attempts):
        try:
            return await call(attempt)
        except BaseException:
            continue


async def right(call, attempts):
    for attempt in range(attempts):
        try:
            return await call(attempt)
        except ConnectionError:
            continue


async def ask(answer, world):
    call = world.operation("call", seconds=2.0)
    with cancelled_at(1):
        await answer(call, 3)
