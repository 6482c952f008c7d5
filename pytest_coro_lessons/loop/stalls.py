"""Who waits for whom when nothing can happen any more.

Read from the suspended tasks themselves: the future a task waits on, the frames of its coroutines,
and the locks that their ``async with`` blocks hold. A lock that was taken with a bare ``acquire()``
has no owner in asyncio, and none is made up here.
"""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING, Any, NamedTuple

from ..clock import NANOSECONDS
from ..errors import Wait
from .ordering import in_creation_order
from .tasks import stepped_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import FrameType

    AnyTask = asyncio.Task[Any]

_NOT_THEIRS = ("asyncio.", "contextlib", "pytest_coro_lessons.")


class _Step(NamedTuple):
    """One frame of a suspended task, outermost first, with the coroutine it belongs to."""

    frame: FrameType
    coroutine: object

    @property
    def in_asyncio(self) -> bool:
        return str(self.frame.f_globals.get("__name__", "")).startswith("asyncio.")

    @property
    def theirs(self) -> bool:
        name = f"{self.frame.f_globals.get('__name__', '')}."
        return not name.startswith(_NOT_THEIRS)


def _steps(task: AnyTask) -> Iterator[_Step]:
    awaited: Any = task.get_coro()
    while awaited is not None:
        for kind in ("cr", "gi", "ag"):
            frame = getattr(awaited, f"{kind}_frame", None)
            if frame is not None:
                yield _Step(frame, awaited)
            if hasattr(awaited, f"{kind}_frame"):
                break
        awaited = (
            getattr(awaited, "cr_await", None)
            or getattr(awaited, "gi_yieldfrom", None)
            or getattr(awaited, "ag_await", None)
        )


def place_of(task: AnyTask) -> tuple[str, int] | None:
    """Return file and line of the task's innermost frame that is neither asyncio's nor ours."""
    place = None
    for step in _steps(task):
        if step.theirs:
            place = (step.frame.f_code.co_filename, step.frame.f_lineno)
    return place


class _Waiting:
    """What one suspended task waits for."""

    def __init__(self, task: AnyTask) -> None:
        self.task = task
        self.name = task.get_name()
        self.steps = list(_steps(task))
        self.future = getattr(task, "_fut_waiter", None)
        # The outermost frame of asyncio is the call that the program itself made.
        self.call = next((step.frame for step in self.steps if step.in_asyncio), None)

    @property
    def lock(self) -> asyncio.Lock | None:
        for step in self.steps:
            owner = step.frame.f_locals.get("self") if step.in_asyncio else None
            if isinstance(owner, asyncio.Lock):
                return owner
        return None

    def others(self) -> list[AnyTask]:
        """Return the tasks whose end this one waits for."""
        if isinstance(self.future, asyncio.Task):
            return [self.future]
        found: Iterable[Any] = getattr(self.future, "_children", ())
        if self.call is not None:
            group = self.call.f_locals.get("self")
            found = group._tasks if isinstance(group, asyncio.TaskGroup) else found
            found = self.call.f_locals.get("fs", found) if _is_wait(self.call) else found
        tasks = [other for other in found if isinstance(other, asyncio.Task)]
        return [other for other in in_creation_order(tasks) if not other.done()]

    def what(self, owners: list[AnyTask]) -> str:
        others = self.others()
        if others:
            names = ", ".join(repr(other.get_name()) for other in others[:3])
            more = f" and {len(others) - 3} more" if len(others) > 3 else ""
            return f"task{'s' if len(others) > 1 else ''} {names}{more}"
        if self.call is None:
            return "a future that nobody sets"
        name = _call_name(self.call)
        held = (
            ", held by " + ", ".join(repr(owner.get_name()) for owner in owners) if owners else ""
        )
        return f"{name}{held}"

    def wait(self, owners: list[AnyTask]) -> Wait:
        place = place_of(self.task)
        return Wait(
            task=self.name,
            waits_for=self.what(owners),
            since=stepped_at(self.task) / NANOSECONDS,
            file=place[0] if place else None,
            line=place[1] if place else None,
        )


# What the program wrote is `async with lock`; what it waits for is the lock.
_PLAIN = {"__aenter__": "acquire", "__aexit__": "end"}


def _call_name(frame: FrameType) -> str:
    name = frame.f_code.co_name
    if name == "sleep":
        return f"sleep({frame.f_locals.get('delay')})"
    owner = frame.f_locals.get("self")
    return f"{type(owner).__name__}.{_PLAIN.get(name, name)}" if owner is not None else name


def _is_wait(frame: FrameType) -> bool:
    return frame.f_code.co_name in ("wait", "_wait")


def _locks_held(waiting: _Waiting) -> list[asyncio.Lock]:
    """Return the locks whose ``async with`` blocks the task is in.

    Entering such a block leaves the bound ``__aexit__`` on the frame's stack until it is left.
    """
    held = []
    for step in waiting.steps:
        for referent in gc.get_referents(step.coroutine):
            lock = getattr(referent, "__self__", None)
            if isinstance(lock, asyncio.Lock) and referent.__name__ == "__aexit__":
                held.append(lock)
    return held


def describe(tasks: Iterable[AnyTask], main: object) -> tuple[tuple[Wait, ...], tuple[str, ...]]:
    """Return every wait, the main task's first, and the names of a cycle of waits, if any."""
    ordered = in_creation_order(task for task in tasks if not task.done())
    ordered.sort(key=lambda task: task is not main)
    waiting = [_Waiting(task) for task in ordered]
    owners: dict[int, list[AnyTask]] = {}
    for each in waiting:
        for lock in _locks_held(each):
            owners.setdefault(id(lock), []).append(each.task)
    waits = []
    edges: dict[AnyTask, list[AnyTask]] = {}
    for each in waiting:
        lock_owners = owners.get(id(each.lock), []) if each.lock is not None else []
        # A task in an `async with` that has not got its lock yet does not hold it.
        lock_owners = [
            owner for owner in lock_owners if owner is not each.task or len(lock_owners) == 1
        ]
        waits.append(each.wait(lock_owners))
        edges[each.task] = each.others() or lock_owners
    return tuple(waits), _cycle(edges)


def _cycle(edges: dict[AnyTask, list[AnyTask]]) -> tuple[str, ...]:
    """Return the first cycle, as names from its earliest task on."""
    for start in edges:
        path = _path_back(edges, start)
        if path:
            return tuple(task.get_name() for task in path)
    return ()


def _path_back(edges: dict[AnyTask, list[AnyTask]], start: AnyTask) -> list[AnyTask]:
    seen: set[AnyTask] = set()
    paths = [[start]]
    while paths:
        path = paths.pop()
        for following in edges.get(path[-1], []):
            if following is start:
                return path
            if following not in seen:
                seen.add(following)
                paths.append([*path, following])
    return []
