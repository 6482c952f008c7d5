"""Tasks and futures that are the same in every process: numbered, named and hashed by their loop.

Rule: the order of their creation is the only order they have. A task's hash is its address in
asyncio, so that a set of tasks has another order in every process.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import weakref
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .internals import is_task
from .timers import TimerLoop

if TYPE_CHECKING:
    from collections.abc import Coroutine, Generator
    from contextvars import Context

    from ..clock import VirtualClock
    from .internals import AnyTask
    from .observer import Observer

T = TypeVar("T")

_SLEEP = asyncio.sleep.__code__


class Task(asyncio.Task[Any]):
    """asyncio's own, which hashes by its number and knows when it last ran."""

    __slots__ = ("number", "stepped_ns")

    def __init__(self, coro: Any, *, loop: TaskLoop, **kwargs: Any) -> None:
        # Before the base class, which puts the task into a set, or runs it at once if eager.
        self.number = next(loop._task_numbers)
        self.stepped_ns = loop.time_ns()
        super().__init__(coro, loop=loop, **kwargs)

    def __hash__(self) -> int:
        return self.number


class Future(asyncio.Future[Any]):
    """asyncio's own, which hashes by its number."""

    __slots__ = ("number",)

    number: int

    def __hash__(self) -> int:
        return self.number


class _Note:
    """What is known of a task that a factory of the program's own made."""

    __slots__ = ("number", "stepped_ns")

    def __init__(self, number: int, stepped_ns: int) -> None:
        self.number = number
        self.stepped_ns = stepped_ns


_notes: weakref.WeakKeyDictionary[AnyTask, _Note] = weakref.WeakKeyDictionary()


def number_of(member: object) -> int:
    """Return the number of a task's or future's creation; 0 for one that no virtual loop made."""
    if isinstance(member, (Task, Future)):
        return member.number
    note = _notes.get(member) if is_task(member) else None
    return 0 if note is None else note.number


def stepped_at(task: AnyTask) -> int:
    """Return when a task last ran, in virtual nanoseconds."""
    known = task if isinstance(task, Task) else _notes.get(task)
    return 0 if known is None else known.stepped_ns


def note_step(task: object, now_ns: int) -> None:
    """Note that a task of another class ran; anything else is ignored."""
    if is_task(task) and task in _notes:
        _notes[task].stepped_ns = now_ns


class _Generators(weakref.WeakKeyDictionary[Any, None]):
    """Asynchronous generators in the order in which they were first iterated.

    Stands for the WeakSet that asyncio keeps them in.
    """

    def add(self, generator: Any) -> None:
        self[generator] = None

    def discard(self, generator: Any) -> None:
        self.pop(generator, None)


class TaskLoop(TimerLoop):
    """The part of a loop that makes tasks and futures."""

    _observer: Observer | None = None

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(clock)
        self._task_numbers = itertools.count(1)
        self._names = itertools.count(1)
        self._asyncgens = _Generators()

    def create_future(self) -> asyncio.Future[Any]:
        # Nobody but asyncio.sleep sees its future; and a task that waits for one of asyncio's own
        # class is woken by a shorter way.
        if sys._getframe(1).f_code is _SLEEP:
            return asyncio.Future(loop=self)
        future = Future(loop=self)
        future.number = next(self._task_numbers)
        return future

    def create_task(
        self,
        coro: Generator[Any, None, T] | Coroutine[Any, Any, T],
        *,
        name: object = None,
        context: Context | None = None,
        **kwargs: Any,
    ) -> asyncio.Task[T]:
        self._check_closed()
        # asyncio counts the tasks of the process. Counted by their loop, those of one program have
        # the same names wherever it runs.
        if name is None:
            name = f"Task-{next(self._names)}"
        factory = self._task_factory
        if factory is not None:
            if factory is not getattr(asyncio, "eager_task_factory", None):
                return self._make_by_factory(coro, name=name, context=context, **kwargs)
            kwargs.setdefault("eager_start", True)
        task = Task(coro, loop=self, name=name, context=context, **kwargs)
        if traceback := getattr(task, "_source_traceback", None):
            # The last line is to be the one that created it.
            del traceback[-2:]
        if self._observer is not None:
            self._observer.created(task, coro)
        return task

    def _make_by_factory(self, coro: Any, **kwargs: Any) -> asyncio.Task[Any]:
        number = next(self._task_numbers)
        task: object = super().create_task(coro, **kwargs)
        if is_task(task):
            if not isinstance(task, Task):
                _notes[task] = _Note(number, self.time_ns())
            if self._observer is not None:
                self._observer.created(task, coro)
        return cast("asyncio.Task[Any]", task)
