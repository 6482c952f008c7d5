"""Threads that a learner's code started and that outlive their test.

Python waits for every such thread before it exits. One that can be told to end is told after its
test; for one that cannot, the process does not wait.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

_sleep = time.sleep
_TICK = 0.02
# So long a thread that was told to end may take, and one that ends by itself when Python exits.
_GRACE = 0.2

# There is no public way to where the threads of a process are.
frames_of_threads: Callable[[], dict[int, FrameType]] = sys._current_frames  # noqa: SLF001


def frames_in(file: str, frame: FrameType | None) -> Iterator[FrameType]:
    """Yield the frames of a stack that belong to a file, innermost first."""
    while frame is not None:
        if frame.f_code.co_filename == file:
            yield frame
        frame = frame.f_back


def raise_in(thread: int, error: type[BaseException]) -> None:
    """Raise an exception in another thread, as soon as that runs Python code."""
    _set_error_of(thread, error)


def take_back() -> None:
    """Forget an exception for the calling thread that has not been raised yet."""
    _set_error_of(threading.get_ident(), None)


def _set_error_of(thread: int, error: type[BaseException] | None) -> None:
    try:
        import ctypes
    except ImportError:
        return  # some builds have none; then the process has to end
    set_error: Any = ctypes.pythonapi.PyThreadState_SetAsyncExc
    set_error(ctypes.c_ulong(thread), None if error is None else ctypes.py_object(error))


class Leftovers:
    """Knows which threads were there before any graded test."""

    def __init__(self) -> None:
        self._before = set(threading.enumerate())

    def end(self, file: str) -> bool:
        """Tell the threads in the code of ``file`` to end; return whether all did."""
        for _ in range(int(_GRACE / _TICK)):
            idents = self._inside(file)
            if not idents:
                return True
            for ident in idents:
                # Not an error to anybody: the standard library takes it for a wish to end.
                raise_in(ident, SystemExit)
            _sleep(_TICK)
        return not self._inside(file)

    def _inside(self, file: str) -> list[int]:
        if not self._new():
            return []
        idents = {thread.ident for thread in self._new()}
        frames = frames_of_threads().items()
        return [ident for ident, frame in frames if ident in idents and any(frames_in(file, frame))]

    def _new(self) -> list[threading.Thread]:
        return [
            thread
            for thread in threading.enumerate()
            if thread not in self._before and not thread.daemon
        ]

    def exit_without_them(self, code: int, *, in_worker: bool) -> None:
        """Let Python exit with ``code`` when its time has come, whatever threads are left."""
        if not self._new():
            return
        if in_worker:
            # xdist has all it needs by now, and would wait for ten seconds.
            exit_hard(0)

        def exit_now() -> None:
            deadline = time.monotonic() + _GRACE
            while self._new() and time.monotonic() < deadline:
                _sleep(_TICK)
            if self._new():
                exit_hard(code)

        # Before the functions of `atexit`, which Python calls when all threads have ended.
        threading._register_atexit(exit_now)  # type: ignore[attr-defined]  # noqa: SLF001


def exit_hard(code: int) -> None:
    """End the process as Python does, but for the threads it waits for. Does not return."""
    atexit._run_exitfuncs()  # noqa: SLF001
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)
