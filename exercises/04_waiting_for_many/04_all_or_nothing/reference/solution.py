"""One solution of `all_or_nothing`."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def all_or_nothing(step: Callable[[str], Awaitable[Any]], names: list[str]) -> list[Any]:
    try:
        # When one of its tasks fails, the group cancels the others and waits until they have
        # ended. Nobody has to keep count, and nothing can be left running.
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(step(name)) for name in names]
    except ExceptionGroup as failures:
        # Several tasks may have failed, so the errors come as a group, even if it is only one.
        # `from None`: the group itself would tell whoever reads the traceback nothing more.
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]
