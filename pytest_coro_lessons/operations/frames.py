"""Which line of the learner's made a call, and which one waits for it."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, Any

from .calls import Place

if TYPE_CHECKING:
    from types import FrameType

_AWAITING = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR | inspect.CO_ITERABLE_COROUTINE


def calling_frame(caller: FrameType, files: set[str]) -> FrameType:
    """Return the nearest frame of these files, or the caller itself when there is none."""
    frame: FrameType | None = caller
    while frame is not None:
        if not files or frame.f_code.co_filename in files:
            return frame
        frame = frame.f_back
    return caller


def awaiting_place(
    running: FrameType, task: asyncio.Task[Any] | None, files: set[str]
) -> Place | None:
    """Find the line that waits for the coroutine that has just started.

    It is below in the stack when the coroutine is awaited directly. When it is a task of its own,
    the line is in the one task that waits for it, if there is one.
    """
    frame = running.f_back
    while frame is not None and frame.f_code.co_flags & _AWAITING:
        if not files or frame.f_code.co_filename in files:
            return _place(frame, task)
        frame = frame.f_back
    # asyncio adds the wake-up of the task that waits to the callbacks: a method of that task.
    for callback, _ in getattr(task, "_callbacks", None) or ():
        owner = getattr(callback, "__self__", None)
        if isinstance(owner, asyncio.Task):
            return _place(suspended_frame(owner.get_coro(), files), owner)
    return None


def _place(frame: FrameType | None, task: asyncio.Task[Any] | None) -> Place | None:
    if frame is None:
        return None
    return Place(
        frame.f_code.co_filename, frame.f_lineno, None if task is None else task.get_name()
    )


def suspended_frame(coroutine: Any, files: set[str]) -> FrameType | None:
    """Return the innermost frame of these files in which a coroutine waits."""
    found = None
    while coroutine is not None:
        frame: FrameType | None = getattr(coroutine, "cr_frame", None)
        if frame is not None and (not files or frame.f_code.co_filename in files):
            found = frame
        coroutine = getattr(coroutine, "cr_await", None)
    return found
