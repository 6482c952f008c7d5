"""A pause is believed to belong to every attempt, also to the last one."""

import asyncio

from pytest_coro_lessons import failed_with, took

SAYS = ["CL101"]


async def wrong(call):
    for pause in (1, 2, 4):
        try:
            return await call()
        except ConnectionError as error:
            last = error
            await asyncio.sleep(pause)
    raise last


async def right(call):
    for pause in (1, 2, None):
        try:
            return await call()
        except ConnectionError:
            if pause is None:
                raise
            await asyncio.sleep(pause)


async def ask(answer, world):
    with took(3.0), failed_with(ConnectionError):
        await answer(world.operation("call", seconds=0, raises=ConnectionError("busy")))
