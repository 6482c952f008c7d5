"""Ends a learner's code that does not end by itself, within a few real seconds.

In stages: the loop is told to stop between two steps; if it does not come to that, an exception is
raised in the thread that is stuck in one step; and if nothing helps (code that catches everything,
a call into C), the process is ended and the other tests go on in a new one.

Rule: an exception strikes a learner's code or nothing. It is no signal's, which can get lost inside
the loop; it is raised only where a step goes on and on; and one that comes too late is taken back.
"""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic
from ..errors import LoopLimitError
from .leftovers import Leftovers, frames_in, frames_of_threads, raise_in, take_back
from .patience import Patience
from .rescue import go_on_in_a_new_process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

    import pytest

    from .run import GradedRun

_sleep = time.sleep
_TICK = 0.05
# The share of the limit that is left to the other tests of an exercise that had no end once.
_AGAIN = 0.2
# How long code may take to end after it was told to, each time.
_GRACES = (0.15, 0.5, 0.5, 0.5)


class RealTimeLimitError(BaseException):
    """Raised in a learner's code that went on for too long; no ``except Exception`` catches it."""


class Watchdog:
    """Watches one test at a time, from a thread of its own."""

    def __init__(self, config: pytest.Config, limit: float) -> None:
        self._config = config
        self._limit = limit
        self._struck: set[Path] = set()
        self._watched: _Watched | None = None
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._ended = False
        self._lock = threading.Lock()
        self._one_rescuer = threading.Lock()
        self.leftovers = Leftovers()

    @contextmanager
    def over(self, run: GradedRun) -> Iterator[None]:
        """Watch the block that runs this test."""
        __tracebackhide__ = True
        if not self._starts():
            yield
            return
        is_again = run.exercise.folder in self._struck
        watched = _Watched(run, self._limit * _AGAIN if is_again else self._limit)
        self._watched = watched
        self._wake.set()
        try:
            yield
        finally:
            self._leave(watched)
            if run.cut_short is not None and not self.leftovers.end(str(run.file)):
                # The test came to its end, but a thread of it is as endless as before.
                self._rescue(run)

    def _leave(self, watched: _Watched) -> None:
        while True:
            try:
                with self._lock:
                    watched.over = True
                    self._watched = None
                if watched.times_told:
                    take_back()
            except RealTimeLimitError:
                continue
            return

    def wait_less_for(self, folder: Path) -> None:
        """Shorten the limit for an exercise, one test of which has met it: the code is the same."""
        self._struck.add(folder)

    def be_patient(self) -> None:
        """Watch the test under way no longer: somebody looks at it in a debugger."""
        if self._watched is not None:
            self._watched.patience.never_end()

    def start_again(self) -> None:
        """Give the test under way the whole limit once more: it begins something new."""
        watched = self._watched
        if watched is not None and not watched.times_told:
            watched.patience.start_again()

    def end(self) -> None:
        """Let the thread end."""
        self._ended = True
        self._wake.set()

    def _starts(self) -> bool:
        if self._limit <= 0 or self._config.getoption("usepdb", None) or _in_debugger():
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
            if not watched.over and not watched.patience.lasts():
                self._cut_short(watched)

    def _cut_short(self, watched: _Watched) -> None:
        if watched.times_told == len(_GRACES):
            self._rescue(watched.run)
        with self._lock:
            if watched.over:
                return
            if watched.times_told == 0:
                watched.run.cut_short = watched.diagnosis()
                watched.tell_loop()
            else:
                watched.tell_threads()
        watched.patience = Patience(_GRACES[watched.times_told])
        watched.times_told += 1

    def _rescue(self, run: GradedRun) -> None:
        # Never released: who comes second waits for the end of the process.
        self._one_rescuer.acquire()
        go_on_in_a_new_process(self._config, run)


def _in_debugger() -> bool:
    """Tell whether somebody steps through the code, and thinks for longer than any limit."""
    monitoring = getattr(sys, "monitoring", None)
    if monitoring is not None and monitoring.get_tool(monitoring.DEBUGGER_ID) is not None:
        return True
    trace = sys.gettrace()
    module = getattr(trace, "__module__", None) or type(trace).__module__
    return trace is not None and not module.startswith("coverage")


class _Watched:
    """One test while it runs, in the thread that makes this."""

    def __init__(self, run: GradedRun, limit: float) -> None:
        self.run = run
        self.patience = Patience(limit)
        self._limit = limit
        self.times_told = 0
        self.over = False
        self._file = str(run.file)
        self._thread = threading.get_ident()

    def diagnosis(self) -> Diagnostic:
        line = next((frame.f_lineno for frame in self._learner_frames()), None)
        return Diagnostic("CL505", {"seconds": self._limit}, self._file, line)

    def tell_loop(self) -> None:
        loop = self.run.loop
        if loop is not None and not loop.is_closed():
            loop.interrupt(LoopLimitError("the test took too much real time", seconds=loop.time()))

    def tell_threads(self) -> None:
        """Raise in every thread that is inside the learner's code."""
        for thread, frame in frames_of_threads().items():
            if thread != threading.get_ident() and any(frames_in(self._file, frame)):
                raise_in(thread, RealTimeLimitError)

    def _learner_frames(self) -> Iterator[FrameType]:
        frames = frames_of_threads()
        yield from frames_in(self._file, frames.pop(self._thread, None))
        for frame in frames.values():
            yield from frames_in(self._file, frame)
