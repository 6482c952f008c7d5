"""Tasks that are still running when a function of the learner's returns."""

from __future__ import annotations

import asyncio
from typing import Any

from .model import LeftRunning
from .places import Files, origin_of, told_as_call


def tasks_now() -> set[asyncio.Task[Any]]:
    """Return every task of the running loop that has not ended."""
    return set(asyncio.all_tasks())


def leaked_tasks(
    before: set[asyncio.Task[Any]], files: Files = (), *, at: float = 0.0
) -> list[LeftRunning]:
    """Return the tasks that run now and were not there before, without the current one.

    To be called in the learner's task at the instant it returns: one turn of the loop later, a task
    that was cancelled but not awaited has ended and is not seen. With ``files``, only tasks whose
    coroutine was made in one of them count.
    """
    current = asyncio.current_task()
    new = [task for task in asyncio.all_tasks() if task not in before and task is not current]
    left = [(task, origin_of(task.get_coro(), files)) for task in new]
    return [
        LeftRunning(
            task=task.get_name(),
            coroutine=told_as_call(task.get_coro()),
            file=file,
            line=line,
            cancelling=task.cancelling() > 0,
            at=at,
        )
        for task, (file, line) in left
        if file is not None or not files
    ]
