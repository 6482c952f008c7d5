"""Who waits for something, and what a reader calls it."""

from __future__ import annotations

import asyncio
import concurrent.futures
import re
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from ..diagnostics import shorten
from ..loop.stalls import describe, tasks_awaited
from ..loop.suspended import SuspendedTask, is_theirs, place_of
from ..loop.tasks import number_of
from ..operations import call_of
from ..operations.frames import suspended_frame

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FrameType

    from .answers import Answer

_UNNAMED = re.compile(r"Task-\d+", re.ASCII)


class Who(NamedTuple):
    """A task and what came to it; the names of tasks are known when all of them are."""

    task: Any
    what: str
    awaited: tuple[Any, ...] = ()
    """The tasks whose end it is; their names stand for ``what``."""
    noun: str = ""


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
            self._bases[number] = base_of(task)
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


def base_of(task: Any) -> str:
    """Return what a task is called as long as no other one is called the same."""
    name = str(task.get_name())
    if not _UNNAMED.fullmatch(name):
        return name
    coroutine = task.get_coro()
    call = call_of(coroutine)
    if call is not None:
        return str(call)
    return str(getattr(coroutine, "__qualname__", name)).rpartition(".")[2]


def who_gets(answer: Answer) -> Who:
    """Tell whose answer it is, if it is that of a call."""
    task = answer.task or next(filter(None, map(who_is_told, answer.handles)), None)
    return Who(task, str(answer.source))


def what_a_thread_brings(handle: Any) -> str:
    """Name a thread's answer, or the function that a thread hands over."""
    if _thread_of(handle) is not None:
        return "to_thread"
    callback = getattr(handle, "_callback", None)
    return str(getattr(callback, "__qualname__", "to_thread")).rpartition("<locals>.")[2]


def how_a_thread_ended(handle: Any) -> dict[str, Any]:
    """Return the value and the outcome of a row for the answer of a thread."""
    thread = _thread_of(handle)
    if thread is None or not thread.done() or thread.cancelled():
        return {}
    error = thread.exception()
    if error is not None:
        return {"value": shorten(error), "outcome": "failed"}
    answer = thread.result()
    return {"value": None if answer is None else shorten(answer), "outcome": "ok"}


def _thread_of(handle: Any) -> concurrent.futures.Future[Any] | None:
    """Return the future that a thread has set, if it is this callback that passes it on."""
    for argument in getattr(handle, "_args", None) or ():
        if isinstance(argument, concurrent.futures.Future):
            return argument
    return None


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


def where_it_runs(files: set[str]) -> tuple[str | None, int | None]:
    """Return the line of theirs that runs, as far as there is one."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        theirs = frame.f_code.co_filename in files if files else is_theirs(frame)
        if theirs:
            return frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back
    return None, None


def where(task: Any, files: set[str]) -> tuple[str | None, int | None]:
    """Return the line of theirs where a suspended task waits."""
    if task is None:
        return None, None
    if not files:
        return place_of(task) or (None, None)
    frame = suspended_frame(task.get_coro(), files)
    return (None, None) if frame is None else (frame.f_code.co_filename, frame.f_lineno)
