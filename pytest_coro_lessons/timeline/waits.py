"""What a suspended task waits for: other tasks, a queue, a lock, a number of seconds."""

from __future__ import annotations

import asyncio
import math
from numbers import Real
from typing import TYPE_CHECKING, Any

from .chains import frame_of
from .drafts import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .codes import Code
    from .drafts import Track

    AnyTask = asyncio.Task[Any]
    Values = Mapping[str, Any]

FUTURE = Reason("waiting", "future")
# On Python 3.11 wait_for makes a task of what it waits for; what that one waits for is recorded.
ELSEWHERE = Reason("waiting", "")
_THREAD = Reason("waiting", "run_in_executor")

_MAX_NAMES = 3


def wait_of(coroutine: Any, code: Code) -> Reason:
    """Return what is waited for in a coroutine of asyncio that has a label."""
    if code.is_sleep:
        frame = frame_of(coroutine)
        delay = frame.f_locals["delay"] if frame is not None else "..."
        return Reason("sleeping", f"sleep({_seconds(delay)})")
    return Reason("waiting", code.label or "")


class Waits:
    """Finds out what tasks wait for; ``tracks`` are all that are recorded, by their task's id."""

    def __init__(self, tracks: dict[int, Track]) -> None:
        self._tracks = tracks

    def reason(self, task: AnyTask, below: list[tuple[Any, Code]]) -> Reason:
        """Return what a task waits for in the coroutines ``below`` its innermost span."""
        for coroutine, code in below:
            inner = _WAITED_IN.get(code.name) if code.in_asyncio else None
            frame = frame_of(coroutine) if inner is not None else None
            if inner is not None and frame is not None:
                found = self._for_futures(inner(frame.f_locals, self._tracks))
                if found is not None:
                    return found
            if code.label is not None:
                return wait_of(coroutine, code)
        return self._for_future(getattr(task, "_fut_waiter", None))

    def _for_futures(self, futures: Iterable[Any]) -> Reason | None:
        tasks = [track for future in futures for track in self._tasks_of(future)]
        if any(track.is_hosted for track in tasks):
            return ELSEWHERE
        waiting = [track for track in tasks if not track.task.done()]
        if not waiting:
            return None
        names = [
            track.name if track.given_name is None else repr(track.given_name)
            for track in waiting[:_MAX_NAMES]
        ]
        more = f" and {len(waiting) - _MAX_NAMES} more" if len(waiting) > _MAX_NAMES else ""
        what = f"task{'s' if len(waiting) > 1 else ''} {', '.join(names)}{more}"
        return Reason("waiting", what, tuple(waiting))

    def _for_future(self, future: Any) -> Reason:
        found = self._for_futures([future])
        if found is None and "_chain_future" in _names_of_callbacks(future):
            return _THREAD
        return found or FUTURE

    def _tasks_of(self, future: Any) -> list[Track]:
        """Return the recorded tasks behind a future, through ``gather`` and ``shield``."""
        if track := self._tracks.get(id(future)):
            return [track]
        if not asyncio.isfuture(future):
            return []
        inner = getattr(future, "_children", None) or _shielded(future)
        return [track for each in inner for track in self._tasks_of(each)]


def _callbacks(future: Any) -> list[Any]:
    return [callback for callback, _ in getattr(future, "_callbacks", None) or ()]


def _names_of_callbacks(future: Any) -> set[str]:
    names = [getattr(callback, "__qualname__", "") for callback in _callbacks(future)]
    return {name.partition(".")[0] for name in names}


def _shielded(future: Any) -> list[Any]:
    for callback in _callbacks(future):
        if getattr(callback, "__qualname__", "").startswith("shield."):
            cells = dict(zip(callback.__code__.co_freevars, callback.__closure__, strict=True))
            return [cells["inner"].cell_contents] if "inner" in cells else []
    return []


def _in_a_group(values: Values, _: object) -> Iterable[Any]:
    return list(getattr(values.get("self"), "_tasks", ()))


def _in_wait(values: Values, _: object) -> Iterable[Any]:
    return list(values.get("fs", ()))


def _in_wait_for(values: Values, _: object) -> Iterable[Any]:
    return [values.get("fut")]


def _in_as_completed(values: Values, tracks: dict[int, Track]) -> Iterable[Any]:
    """Return the tasks whose end is still to be handed out.

    Up to Python 3.12 nothing that the wait can see refers to them, and they refer to its queue.
    """
    if "self" in values:
        return list(getattr(values["self"], "_todo", ()))
    queue = values.get("done", values)
    return [
        track.task
        for track in tracks.values()
        for callback in _callbacks(track.task)
        if any(cell.cell_contents is queue for cell in getattr(callback, "__closure__", None) or ())
    ]


_WAITED_IN: dict[str, Callable[[Values, dict[int, Track]], Iterable[Any]]] = {
    "TaskGroup.__aexit__": _in_a_group,
    "TaskGroup._aexit": _in_a_group,
    "wait": _in_wait,
    "wait_for": _in_wait_for,
    "_wait_for_one": _in_as_completed,
    "_AsCompletedIterator._wait_for_one": _in_as_completed,
}


def _seconds(delay: object) -> str:
    """Return a number of seconds as it is usually written, to the nanosecond."""
    if type(delay) is int:
        return str(delay)
    if not isinstance(delay, Real):
        return "..."
    if not math.isfinite(delay):
        return str(float(delay))
    return f"{float(delay):.9f}".rstrip("0").rstrip(".")
