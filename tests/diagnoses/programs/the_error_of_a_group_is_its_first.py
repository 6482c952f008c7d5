"""`except ValueError` is believed to catch what a task of a group raises."""

import asyncio

from pytest_coro_lessons import result

SAYS = ["CL610"]


async def wrong(step, names):
    try:
        async with asyncio.TaskGroup() as group:
            for name in names:
                group.create_task(step(name))
    except ValueError:
        return "refused"
    return "done"


async def right(step, names):
    answer = "done"
    try:
        async with asyncio.TaskGroup() as group:
            for name in names:
                group.create_task(step(name))
    except* ValueError:
        answer = "refused"
    return answer


async def ask(answer, world):
    step = world.operation("step", raises=lambda name: ValueError(name) if name == "b" else None)
    result(await answer(step, "abc"), "refused")
