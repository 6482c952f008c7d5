"""Where a suspended task stands, read from the frames of its coroutines."""

from __future__ import annotations

import asyncio
import gc
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from .internals import waiter_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import FrameType

    from .internals import AnyTask

Lock: TypeAlias = asyncio.Lock | asyncio.Semaphore
"""What one task can hold and another wait for. A condition counts as its lock."""

# What Python puts between a coroutine and an asynchronous generator.
_WRAPPERS = ("anext_awaitable", "async_generator_asend", "async_generator_athrow")
_LIBRARIES = ("asyncio.", "contextlib.", "pytest_coro_lessons.")


def is_theirs(frame: FrameType) -> bool:
    """Return whether the program itself wrote what runs in a frame."""
    return not f"{frame.f_globals.get('__name__', '')}.".startswith(_LIBRARIES)


class Step(NamedTuple):
    """One frame of a suspended task, with the coroutine it belongs to."""

    frame: FrameType
    coroutine: Any

    @property
    def theirs(self) -> bool:
        """Whether the program itself wrote it."""
        return is_theirs(self.frame)

    @property
    def owner(self) -> Any:
        """The object whose method it is."""
        return self.frame.f_locals.get("self")


class SuspendedTask:
    """A task, the steps down to where it waits, and the future it waits on."""

    def __init__(self, task: AnyTask) -> None:
        self.task = task
        self.name = task.get_name()
        self.future = waiter_of(task)
        self.steps = list(_steps(task))
        inner = max((n for n, step in enumerate(self.steps) if step.theirs), default=-1)
        self.line = self.steps[inner] if inner >= 0 else None
        """The innermost step that the program itself wrote."""
        self.calls = self.steps[inner + 1 :]
        """What it called there, outermost first."""

    @property
    def lock(self) -> Lock | None:
        """The lock that it waits for."""
        for step in reversed(self.calls):
            if step.frame.f_code.co_name == "acquire" and isinstance(step.owner, Lock):
                return step.owner
        return None

    def locks_held(self) -> list[Lock]:
        """Return the locks whose ``async with`` blocks it is in.

        One that was taken with a bare ``acquire()`` has no owner in asyncio, and none is made up.
        """
        held = [
            lock for step in self.steps for lock in exits_among(gc.get_referents(step.coroutine))
        ]
        for lock in self._not_held():
            if lock in held:
                held.remove(lock)
        return held

    def _not_held(self) -> Iterator[Lock]:
        # The exit is prepared before the block is entered, and Condition.wait lets go of the lock.
        for step in self.calls:
            name = step.frame.f_code.co_name
            if name == "__aenter__" or (
                name == "wait" and isinstance(step.owner, asyncio.Condition)
            ):
                yield from _as_lock(step.owner)


def _steps(task: AnyTask) -> Iterator[Step]:
    awaited: Any = task.get_coro()
    while awaited is not None:
        for kind, following in (("cr", "await"), ("gi", "yieldfrom"), ("ag", "await")):
            if hasattr(awaited, f"{kind}_frame"):
                frame = getattr(awaited, f"{kind}_frame")
                if frame is not None:
                    yield Step(frame, awaited)
                awaited = getattr(awaited, f"{kind}_{following}")
                break
        else:
            awaited = _wrapped(awaited)


def _wrapped(awaited: Any) -> Any:
    """Return the asynchronous generator of whose next value this is the awaitable."""
    if type(awaited).__name__ not in _WRAPPERS:
        return None
    referents = gc.get_referents(awaited)
    wrappers = (one for one in referents if type(one).__name__ in _WRAPPERS)
    return next((one for one in referents if hasattr(one, "ag_frame")), next(wrappers, None))


def exits_among(referents: Iterable[object]) -> Iterator[Lock]:
    """Find the locks whose ``__aexit__`` is among what a frame refers to, in order.

    An ``async with`` leaves it on the frame's stack until its end: bound, or since 3.14 as a
    function with the lock beside it.
    """
    for one, following in pairwise((*referents, None)):
        if getattr(one, "__name__", None) == "__aexit__":
            yield from _as_lock(getattr(one, "__self__", following))


def _as_lock(owner: Any) -> Iterator[Lock]:
    lock = getattr(owner, "_lock", owner)
    if isinstance(lock, Lock):
        yield lock


def place_of(task: AnyTask) -> tuple[str, int] | None:
    """Return file and line of the innermost step that the program itself wrote."""
    line = SuspendedTask(task).line
    return (line.frame.f_code.co_filename, line.frame.f_lineno) if line is not None else None
