"""Leaving `async for` is believed to close the generator."""

from contextlib import aclosing

from pytest_coro_lessons import result

SAYS = ["CL405"]


async def wrong(rows, wanted):
    async for row in rows():
        if row == wanted:
            return row


async def right(rows, wanted):
    async with aclosing(rows()) as found:
        async for row in found:
            if row == wanted:
                return row


async def ask(answer, world):
    fetch = world.operation("fetch", returns=lambda number: number)

    async def rows():
        for number in range(5):
            yield await fetch(number)

    result(await answer(rows, 2), 2)
