"""Tasks that are still running when a function of the learner's returns."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from .clocks import NANOSECONDS, clock_of
from .model import LeftRunning
from .places import Files, origin_of, told_as_call

if TYPE_CHECKING:
    from .loops import WatchedLoop


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
    return _left(asyncio.get_running_loop(), before, files, at=at)


def leaked_at_end(watched: WatchedLoop, files: Files) -> list[LeftRunning]:
    """Return the tasks of a loop that have not ended when a run has.

    Without ``files`` there are none: nobody knows whose they are.
    """
    if not files or watched.loop.is_closed():
        return []
    at = (clock_of(watched.loop).time_ns() - watched.started_ns) / NANOSECONDS
    return _left(watched.loop, watched.tasks_before, files, at=at, at_end=True)


def _left(
    loop: asyncio.AbstractEventLoop,
    before: set[asyncio.Task[Any]],
    files: Files,
    *,
    at: float,
    at_end: bool = False,
) -> list[LeftRunning]:
    current = asyncio.current_task(loop)
    new = [task for task in asyncio.all_tasks(loop) if task not in before and task is not current]
    left = [(task, origin_of(task.get_coro(), files)) for task in new]
    return [
        LeftRunning(
            task=task.get_name(),
            coroutine=told_as_call(task.get_coro()),
            file=file,
            line=line,
            cancelling=task.cancelling() > 0,
            at=at,
            at_end=at_end,
        )
        for task, (file, line) in left
        if file is not None or not files
    ]
