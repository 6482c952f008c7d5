"""A failed coroutine is believed to start anew when it is awaited again."""

from pytest_coro_lessons import result

SAYS = ["CL913"]


async def wrong(call):
    calling = call()
    try:
        return await calling
    except ConnectionError:
        return await calling


async def right(call):
    try:
        return await call()
    except ConnectionError:
        return await call()


async def ask(answer, world):
    errors = iter([ConnectionError("busy"), None])
    call = world.operation("call", returns="page", raises=lambda: next(errors))
    result(await answer(call), "page")
