"""Tasks that are still running when a function of the learner's returns."""

from __future__ import annotations

import asyncio
import weakref
from typing import TYPE_CHECKING, Any

from .clocks import NANOSECONDS, clock_of
from .loops import silenced
from .model import LeftRunning
from .places import Files, origin_of, told_as_call
from .replaced import Replaced

if TYPE_CHECKING:
    from .loops import WatchedLoop
    from .model import Unretrieved


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
    return [left for _, left in tasks_left(asyncio.get_running_loop(), before, files, at=at)]


class NewTasks:
    """Sees every task that a loop makes for a while, and lets each go when nobody else has it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """See them from now on, until :meth:`leave`."""
        self._tasks: weakref.WeakSet[asyncio.Task[Any]] = weakref.WeakSet()
        self._create_task: Any = loop.create_task
        self._replaced = Replaced(loop, create_task=self._creating)

    def leave(self) -> None:
        """Put everything back as it was."""
        self._replaced.put_back()

    def unretrieved(self) -> list[Unretrieved]:
        """Return what tasks that still exist have failed with, if nobody has looked at it yet."""
        found = [silenced(task, ()) for task in self._tasks]
        return [one for one in found if one is not None]

    def _creating(self, *args: Any, **kwargs: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = self._create_task(*args, **kwargs)
        self._tasks.add(task)
        return task


def leaked_at_end(watched: WatchedLoop, files: Files) -> list[LeftRunning]:
    """Return the tasks of a loop that have not ended when a run has.

    Without ``files`` there are none: nobody knows whose they are.
    """
    if not files or watched.loop.is_closed():
        return []
    at = (clock_of(watched.loop).time_ns() - watched.started_ns) / NANOSECONDS
    left = tasks_left(watched.loop, watched.tasks_before, files, at=at, at_end=True)
    return [one for _, one in left]


def tasks_left(
    loop: asyncio.AbstractEventLoop,
    before: set[asyncio.Task[Any]],
    files: Files,
    *,
    at: float,
    at_end: bool = False,
) -> list[tuple[asyncio.Task[Any], LeftRunning]]:
    """Return each task of a loop that has not ended, beside its description."""
    current = asyncio.current_task(loop)
    new = [task for task in asyncio.all_tasks(loop) if task not in before and task is not current]
    left = [(task, origin_of(task.get_coro(), files)) for task in new]
    return [
        (
            task,
            LeftRunning(
                task=task.get_name(),
                coroutine=told_as_call(task.get_coro()),
                file=file,
                line=line,
                cancelling=task.cancelling() > 0,
                at=at,
                at_end=at_end,
            ),
        )
        for task, (file, line) in left
        if file is not None or not files
    ]
