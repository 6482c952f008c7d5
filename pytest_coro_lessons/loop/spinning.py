"""Who runs again and again while time stands still.

Rule: many steps at one instant prove nothing: much work takes many. What proves a busy wait is that
turn after turn the same tasks and callbacks come round, and that nothing else happens.
"""

from __future__ import annotations

import asyncio
import inspect
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

from .internals import is_task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..errors import LoopBusyError
    from .internals import AnyTask

    Round: TypeAlias = dict[tuple[int, ...], tuple[Any, ...]]

_TURNS = 20
_STEPS = 1_000


class BusyWait:
    """Looks for turns in a row in which the same ones come round, and nothing else happens."""

    def __init__(self, at_most: int, tell: Callable[[LoopBusyError], None]) -> None:
        self._at_most = at_most
        self._tell = tell
        self._turns = 0
        self._last: Round = {}
        self.told = False

    def note(self, ready: Iterable[Any]) -> bool:
        """Look at what the next turn will run; return whether there are too many such turns."""
        now = _round(ready)
        self._turns = self._turns + 1 if now and now.keys() == self._last.keys() else 0
        self._last = now
        return self._turns >= self._at_most and not self.told

    def tell(self, error: LoopBusyError) -> None:
        self.told = True
        self._tell(error)


class LongInstant:
    """Counts who runs in the next few turns of an instant that has gone on for too long."""

    def __init__(self, at_ns: int, steps: int) -> None:
        self.at_ns = at_ns
        self.steps = steps
        """How many there had been when it became too long."""
        self._turns = 0
        self._tasks: Counter[AnyTask] = Counter()
        self._callbacks: Counter[str] = Counter()

    def note(self, ready: Iterable[Any]) -> bool:
        """Look at what the next turn will run; return whether enough has been seen."""
        tasks, callbacks = who_runs(ready)
        self._tasks.update(tasks)
        self._callbacks.update(callbacks)
        self._turns += 1
        return self._turns >= _TURNS or (self._turns > 1 and self._tasks.total() > _STEPS)

    @property
    def tasks(self) -> list[AnyTask]:
        """Those that ran more than once, most steps first."""
        return [task for task, times in self._tasks.most_common() if times > 1]

    @property
    def callbacks(self) -> list[str]:
        """Likewise, by their names."""
        return [name for name, times in self._callbacks.most_common() if times > 1]


def _round(ready: Iterable[Any]) -> Round:
    """Return who comes round in a turn, with what they are given; nothing if anything else does.

    A task comes round when it gave way to the others and waited for nothing. One that begins, and
    one whose wait is over, are news, and so is whatever is told of a future's result.
    """
    found: Round = {}
    for handle in ready:
        if handle._cancelled:
            continue
        task, args = _task_of(handle), tuple(handle._args or ())
        if any(map(asyncio.isfuture, args)) or (task is not None and _has_not_begun(task)):
            return {}
        callback = handle._callback
        # A lambda is made anew for every turn; its code is not. And what it is given is kept, so
        # that nothing new can have the same address.
        same = callback if task is None else task
        same = getattr(same, "__code__", None) or getattr(same, "__func__", same)
        owner = getattr(callback, "__self__", None)
        found[id(same), id(owner), *map(id, args)] = args
    return found


def who_runs(ready: Iterable[Any]) -> tuple[list[AnyTask], list[str]]:
    """Return the tasks and the names of the callbacks that a turn will run."""
    tasks, callbacks = [], []
    for handle in ready:
        task = _task_of(handle)
        if task is not None:
            tasks.append(task)
        elif not handle._cancelled:
            callback = handle._callback
            callbacks.append(getattr(callback, "__qualname__", type(callback).__qualname__))
    return tasks, callbacks


def _task_of(handle: Any) -> AnyTask | None:
    owner = getattr(handle._callback, "__self__", None)
    return owner if is_task(owner) else None


def _has_not_begun(task: AnyTask) -> bool:
    coro = task.get_coro()
    return inspect.iscoroutine(coro) and inspect.getcoroutinestate(coro) == inspect.CORO_CREATED
