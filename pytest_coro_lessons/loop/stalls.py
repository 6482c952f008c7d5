"""Who waits for whom when nothing can happen any more."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..clock import NANOSECONDS
from ..errors import Wait
from .internals import is_task
from .ordering import in_creation_order
from .suspended import Step, SuspendedTask
from .tasks import stepped_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .internals import AnyTask

_NAMES = 3

# What the program wrote is `async with lock`; what it waits for is the lock.
_PLAIN = {"__aenter__": "acquire", "__aexit__": "end"}


def describe(tasks: Iterable[AnyTask], main: object) -> tuple[tuple[Wait, ...], tuple[str, ...]]:
    """Return every wait, the main task's first, and the names of a cycle of waits, if any."""
    ordered = in_creation_order(task for task in tasks if not task.done())
    ordered.sort(key=lambda task: task is not main)
    waiting = [SuspendedTask(task) for task in ordered]
    owners: dict[int, list[AnyTask]] = {}
    for each in waiting:
        for lock in each.locks_held():
            owners.setdefault(id(lock), []).append(each.task)
    waits = []
    edges: dict[AnyTask, list[AnyTask]] = {}
    for each in waiting:
        lock_owners = owners.get(id(each.lock), [])
        others = tasks_awaited(each)
        runs = "" if each.task is main else function_of(each.task)
        waits.append(replace(_wait(each, others, lock_owners), runs=runs))
        edges[each.task] = others or lock_owners
    return tuple(waits), tuple(task.get_name() for task in find_cycle(edges))


def find_cycle(edges: Mapping[AnyTask, Iterable[AnyTask]]) -> list[AnyTask]:
    """Return the first cycle found, each task before one that it waits for; empty without one."""
    finished: set[AnyTask] = set()
    for start in edges:
        path = {start: iter(edges[start])}
        while path:
            last = next(reversed(path))
            following = next(path[last], None)
            if following is None:
                finished.add(last)
                del path[last]
            elif following in path:
                tasks = list(path)
                return tasks[tasks.index(following) :]
            elif following not in finished:
                path[following] = iter(edges.get(following, ()))
    return []


def _wait(waiting: SuspendedTask, others: list[AnyTask], owners: list[AnyTask]) -> Wait:
    line = waiting.line
    call = next(_call_names(waiting.calls), "")
    return Wait(
        task=waiting.name,
        waits_for=_what(call, others, owners),
        since=stepped_at(waiting.task) / NANOSECONDS,
        file=line.frame.f_code.co_filename if line is not None else None,
        line=line.frame.f_lineno if line is not None else None,
        call=call,
        tasks=tuple(task.get_name() for task in others),
        held_by=tuple(task.get_name() for task in owners),
        unfinished=next(map(_unfinished, waiting.calls), 0),
    )


def function_of(task: AnyTask) -> str:
    name = str(getattr(task.get_coro(), "__qualname__", ""))
    return name.rpartition("<locals>.")[2]


def _unfinished(step: Step) -> int:
    joins = isinstance(step.owner, asyncio.Queue) and step.frame.f_code.co_name == "join"
    return step.owner._unfinished_tasks if joins else 0


def _what(call: str, others: list[AnyTask], owners: list[AnyTask]) -> str:
    if others:
        return f"{'tasks' if len(others) > 1 else 'task'} {_names(others)}"
    held = f", held by {_names(owners)}" if owners else ""
    return f"{call or 'a future that nobody sets'}{held}"


def _names(tasks: list[AnyTask]) -> str:
    names = ", ".join(repr(task.get_name()) for task in tasks[:_NAMES])
    return f"{names} and {len(tasks) - _NAMES} more" if len(tasks) > _NAMES else names


def _call_names(calls: list[Step]) -> Iterator[str]:
    """Yield what the program would call the call it waits in, the best name first."""
    for step in calls:
        # What wait_for waits for says more.
        if step.frame.f_code.co_name != "wait_for" or step is calls[-1]:
            yield _call_name(step)


def _call_name(step: Step) -> str:
    name = step.frame.f_code.co_name
    if name == "sleep":
        return f"sleep({step.frame.f_locals.get('delay')})"
    if name == "_wait_for_one":
        return "as_completed"
    if isinstance(step.owner, asyncio.Barrier):
        return "Barrier.wait"
    if step.owner is not None:
        return f"{type(step.owner).__name__}.{_PLAIN.get(name, name)}"
    return str(getattr(step.coroutine, "__qualname__", name)).rpartition(".")[2]


def tasks_awaited(waiting: SuspendedTask) -> list[AnyTask]:
    """Return the tasks whose end a task waits for, directly or by one of asyncio's ways."""
    future = waiting.future
    found: list[Any] = [future, *getattr(future, "_children", ()), *_shielded(future)]
    for step in waiting.calls:
        found += _members(step)
    tasks = dict.fromkeys(other for other in found if is_task(other))
    return [other for other in in_creation_order(tasks) if not other.done()]


def _shielded(future: Any) -> Iterator[object]:
    # asyncio.shield waits on a future that knows the task it stands for by a callback alone.
    for callback, _ in getattr(future, "_callbacks", None) or ():
        if getattr(callback, "__name__", "") == "_outer_done_callback":
            yield from (cell.cell_contents for cell in callback.__closure__)


def _members(step: Step) -> Iterable[object]:
    """Return what a call of asyncio waits for the end of."""
    names = step.frame.f_locals
    if isinstance(step.owner, asyncio.TaskGroup):
        members: Iterable[object] = step.owner._tasks
    elif step.frame.f_code.co_name in ("wait", "_wait"):
        members = names.get("fs", ())
    elif step.frame.f_code.co_name == "wait_for":
        members = (names.get("fut"),)
    else:
        members = getattr(step.owner, "_todo", ())
    return members
