"""Who waits for something, and what a reader calls it."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from ..loop.stalls import describe, tasks_awaited
from ..loop.suspended import SuspendedTask, place_of
from ..loop.tasks import number_of
from ..operations import call_of
from ..operations.frames import suspended_frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .answers import Answer

_UNNAMED = re.compile(r"Task-\d+", re.ASCII)


class Who(NamedTuple):
    """A task and what came to it; the names of tasks are known when all of them are."""

    task: Any
    what: str
    awaited: tuple[Any, ...] = ()
    """The tasks whose end it is; their names stand for ``what``."""


class Labels:
    """Names the columns: a task's own name, or else the call or function it runs.

    Rule: a task is known by its number. Nobody here keeps one alive, or garbage that a sweep
    collects would stay when the order is written down.
    """

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._bases: dict[int, str] = {}

    def see(self, task: Any) -> int:
        """Return a task's number, 0 if there is none; its name is the one it has by now."""
        number = number_of(task)
        if number and self._names.get(number) != task.get_name():
            self._names[number] = str(task.get_name())
            self._bases[number] = _base(task)
        return number

    def labels(self) -> dict[int, str]:
        """Return the names; where tasks would have the same one, they count by their creation."""
        counts = Counter(self._bases.values())
        seen: Counter[str] = Counter()
        named = {0: ""}
        for number in sorted(self._bases):
            base = self._bases[number]
            seen[base] += 1
            named[number] = f"{base} {seen[base]}" if counts[base] > 1 else base
        return named

    def called(self, name: str) -> str:
        """Return the name in a column of the task with a name of asyncio's."""
        labels = self.labels()
        return next((labels[each] for each, own in self._names.items() if own == name), name)


def _base(task: Any) -> str:
    name = str(task.get_name())
    if not _UNNAMED.fullmatch(name):
        return name
    coroutine = task.get_coro()
    call = call_of(coroutine)
    if call is not None:
        return str(call)
    return str(getattr(coroutine, "__qualname__", name)).rpartition(".")[2]


def who_gets(answer: Answer) -> Who:
    """Tell whose answer it is."""
    task = answer.task or next(filter(None, map(who_is_told, answer.handles)), None)
    return Who(task, str(answer.source))


def who_is_told(handle: Any) -> Any:
    """Return the task that waits for the future which a callback is about, if there is one."""
    for argument in getattr(handle, "_args", None) or ():
        if isinstance(argument, asyncio.Future):
            return next(iter(_woken_by(argument)), None)
    return None


def who_waits(timer: asyncio.TimerHandle) -> Who:
    """Tell whose timer it is."""
    callback: Any = getattr(timer, "_callback", None)
    owner = getattr(callback, "__self__", None)
    if isinstance(owner, asyncio.Timeout):
        return Who(getattr(owner, "_task", None), "timeout")
    name = str(getattr(callback, "__name__", "timer"))
    task = who_is_told(timer)
    if task is None:
        return Who(None, name)
    # It is what wait_for and wait set for their timeouts.
    return Who(task, "timeout") if name == "_release_waiter" else what_it_waits_for(task)


def _woken_by(future: Any) -> Iterable[Any]:
    for callback, _ in getattr(future, "_callbacks", None) or ():
        owner = getattr(callback, "__self__", None)
        if isinstance(owner, asyncio.Task):
            yield owner


def what_it_waits_for(task: Any) -> Who:
    """Tell what a suspended task waits for."""
    waiting = SuspendedTask(task)
    for step in waiting.steps:
        call = call_of(step.coroutine)
        if call is not None:
            return Who(task, str(call))
    awaited = tasks_awaited(waiting)
    # A bare future has no other name than that of its class.
    return Who(task, describe([task], None)[0][0].call or "Future", tuple(awaited))


def where(task: Any, files: set[str]) -> tuple[str | None, int | None]:
    """Return the line of theirs where a suspended task waits."""
    if task is None:
        return None, None
    if not files:
        return place_of(task) or (None, None)
    frame = suspended_frame(task.get_coro(), files)
    return (None, None) if frame is None else (frame.f_code.co_filename, frame.f_lineno)
