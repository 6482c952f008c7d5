"""Who wakes whom."""

from __future__ import annotations

import sys
from asyncio import Handle
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Context

    from .drafts import Track
    from .recorder import Recorder


# What asyncio calls the callbacks that take a step of a task; the usual first one has no name.
_STEPS = (None, "task_wakeup", "__step", "__wakeup")


def stepping(callback: Any) -> Any:
    """Return whose method a callback is, if it takes a step of a task.

    There are others whose ``__self__`` is a task, such as ``task.cancel``.
    """
    owner = getattr(callback, "__self__", None)
    return owner if owner is None or getattr(callback, "__name__", None) in _STEPS else None


class CausedHandle(Handle):
    """A callback that a task scheduled, or that was scheduled by such a callback."""

    __slots__ = ("cause",)

    cause: Track


class Wakes:
    """Stands in for a loop's ``call_soon``, by which all tasks are woken, and notes who calls it.

    Asyncio's tasks and futures look it up in the loop itself, so that it can be there for a while.
    """

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._loop: Any = recorder.loop
        self.current: Track | None = None
        """The task that runs, or that caused the callback that runs."""

    def watch(self) -> None:
        vars(self._loop)["call_soon"] = self._call_soon

    def unwatch(self) -> None:
        vars(self._loop).pop("call_soon", None)

    def _call_soon(
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> Handle:
        loop = self._loop
        if loop._debug or loop._closed:
            loop._check_closed()
            loop._check_thread()
            loop._check_callback(callback, "call_soon")
        cause, handle = self.current, None
        if cause is not None:
            try:
                handle = self._caused(cause, callback, args, context)
            except Exception as error:  # noqa: BLE001 - see the recorder's rule
                self._recorder.break_off(error)
        if handle is None:
            handle = Handle(callback, args, loop, context)
        if loop._debug:
            # The last one is to be the line that scheduled it.
            del (getattr(handle, "_source_traceback", None) or [])[-1:]
        loop._ready.append(handle)
        return handle

    def _caused(
        self, cause: Track, callback: Any, args: tuple[Any, ...], context: Context | None
    ) -> Handle:
        if self._loop._task_factory is not None:
            # An eager task runs within a step of another one.
            cause = self._recorder.running(sys._getframe(2)) or cause
        woken = self._recorder.tracks.get(id(stepping(callback)))
        if woken is None:
            handle = CausedHandle(callback, args, self._loop, context)
            handle.cause = cause
            return handle
        if woken is not cause:
            woken.woken_by = cause
        return Handle(callback, args, self._loop, context)
