"""Ends a learner's code that does not end by itself, within a few real seconds.

In stages: the loop is told to stop between two steps; an exception is raised in the thread that is
stuck in one step; and if nothing helps (code that catches everything, a call into C), the process
is ended and the other tests go on in a new one. No signal is used: the exception of a signal
handler can get lost inside the loop.
"""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic
from ..errors import LoopLimitError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    import pytest

    from .run import GradedRun

# There is no public way to where the threads of a process are.
_frames_of_threads = sys._current_frames  # noqa: SLF001
_monotonic = time.monotonic
_sleep = time.sleep
_TICK = 0.05
# How long code may take to end after it was told to, and how often it is told.
_GRACE = 0.5
_TIMES = 3


class RealTimeLimitError(BaseException):
    """Raised in a learner's code that went on for too long; no ``except Exception`` catches it."""


class Watchdog:
    """Watches one test at a time, from a thread of its own."""

    def __init__(self, config: pytest.Config, limit: float) -> None:
        self._config = config
        self._limit = limit
        self._watched: _Watched | None = None
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._ended = False

    @contextmanager
    def over(self, run: GradedRun | None) -> Iterator[None]:
        """Watch the block that runs this test."""
        __tracebackhide__ = True
        if run is None or not self._starts():
            yield
            return
        watched = _Watched(run, threading.get_ident(), _monotonic() + self._limit)
        self._watched = watched
        self._wake.set()
        try:
            yield
        finally:
            self._watched = None
            watched.over = True

    def end(self) -> None:
        """Let the thread end."""
        self._ended = True
        self._wake.set()

    def _starts(self) -> bool:
        # A debugger's user thinks for longer than any limit.
        if self._limit <= 0 or self._config.option.usepdb or sys.gettrace():
            return False
        if self._thread is None:
            self._thread = threading.Thread(target=self._watch, name="coro-lessons", daemon=True)
            try:
                self._thread.start()
            except RuntimeError:
                # No threads here (a browser): then a page's own worker is what can be ended.
                self._limit = 0
                return False
        return True

    def _watch(self) -> None:
        while not self._ended:
            watched = self._watched
            if watched is None:
                self._wake.wait()
                self._wake.clear()
                continue
            _sleep(_TICK)
            if _monotonic() >= watched.deadline and not watched.over:
                self._cut_short(watched)

    def _cut_short(self, watched: _Watched) -> None:
        if watched.times_told == 0:
            watched.run.cut_short = watched.diagnosis(self._limit)
        if watched.times_told < _TIMES:
            watched.times_told += 1
            watched.tell()
            watched.deadline = _monotonic() + _GRACE
            return
        from .rescue import go_on_in_a_new_process

        go_on_in_a_new_process(self._config, watched.run)


class _Watched:
    """One test while it runs."""

    def __init__(self, run: GradedRun, thread: int, deadline: float) -> None:
        self.run = run
        self.deadline = deadline
        self.times_told = 0
        self.over = False
        self._thread = thread

    def diagnosis(self, limit: float) -> Diagnostic:
        line = next((frame.f_lineno for frame in self._learner_frames()), None)
        return Diagnostic("CL505", {"seconds": limit}, str(self.run.file), line)

    def tell(self) -> None:
        """Ask the loop to stop, and raise in every thread that is inside the learner's code."""
        loop = self.run.loop
        if loop is not None and not loop.is_closed():
            loop.interrupt(LoopLimitError("the test took too much real time", seconds=loop.time()))
        for thread, frame in _frames_of_threads().items():
            if thread != threading.get_ident() and self._is_inside(frame):
                _raise_in(thread)

    def _is_inside(self, frame: FrameType | None) -> bool:
        return next(self._frames_in_answer(frame), None) is not None

    def _learner_frames(self) -> Iterator[FrameType]:
        frames = _frames_of_threads()
        yield from self._frames_in_answer(frames.get(self._thread))
        for thread, frame in frames.items():
            if thread != self._thread:
                yield from self._frames_in_answer(frame)

    def _frames_in_answer(self, frame: FrameType | None) -> Iterator[FrameType]:
        while frame is not None:
            if frame.f_code.co_filename == str(self.run.file):
                yield frame
            frame = frame.f_back


def _raise_in(thread: int) -> None:
    import ctypes

    set_error: Any = ctypes.pythonapi.PyThreadState_SetAsyncExc
    set_error(ctypes.c_ulong(thread), ctypes.py_object(RealTimeLimitError))
