"""`aclose()` after the loop is believed to be reached on every way."""

from contextlib import aclosing

from pytest_coro_lessons import failed_with

SAYS = ["CL405"]


async def wrong(rows, check):
    found = rows()
    async for row in found:
        check(row)
    await found.aclose()


async def right(rows, check):
    async with aclosing(rows()) as found:
        async for row in found:
            check(row)


async def ask(answer, world):
    fetch = world.operation("fetch", returns=lambda number: number)
    check = world.callback("check", raises=lambda row: ValueError(row) if row == 1 else None)

    async def rows():
        for number in range(3):
            yield await fetch(number)

    with failed_with(ValueError):
        await answer(rows, check)
