"""One call that runs in a thread of an executor, and the turns it takes."""

from __future__ import annotations

import enum
import linecache
import re
import sys
from _thread import get_ident
from typing import TYPE_CHECKING, NamedTuple

from .deadlines import blocked_ns
from .signals import Signal

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from types import CodeType, FrameType

    from ..hosts import Host
    from .crew import Crew

_AT_A_LOCK = re.compile(r"\bwith\b|acquire|_handle\.join")
_LIBRARY = ("threading", "queue", "concurrent.futures", "pytest_coro_lessons.loop")


class State(enum.Enum):
    """Where a worker is; only one of a loop's workers is ``RUNNING``."""

    QUEUED = "waits for a thread of the executor"
    READY = "would go on if it got a turn"
    RUNNING = "has the turn"
    OUT = "lost its turn, and runs or is stuck without one"
    SLEEPING = "waits for virtual time to pass"
    WAITING = "waits for another thread"
    DONE = "is over"


class WorkerAbandonedError(BaseException):
    """Ends the thread of a worker whose loop was closed while it waited."""


class Place(NamedTuple):
    """A line in somebody's code."""

    file: str
    line: int


class Worker:
    """One call; ``number`` gives its place in the order of all calls."""

    def __init__(self, number: int, crew: Crew) -> None:
        self.number = number
        self.crew = crew
        self.state = State.QUEUED
        self.name = ""
        """What its thread is called meanwhile; set with its first turn."""
        self.place: Place | None = None
        self.since_ns = 0
        self.wakes_ns: int | None = None
        self.in_flight = False
        """It is out, and at work in the real world."""
        self.given_up = False
        """The loop was interrupted while this one was out: it is not waited for any more."""
        self._turn = Signal()
        self._ident = 0
        self._awaited: Callable[[], bool] | None = None

    @property
    def host(self) -> Host:
        """The loop it works for."""
        return self.crew.host

    @property
    def runnable(self) -> bool:
        """Whether it would go on if it got a turn."""
        if self.state is State.WAITING:
            return self._awaited is not None and self._awaited()
        return self.state is State.READY

    # Called by the worker's own thread.

    def begin(self) -> None:
        """Take part: wait for the first turn."""
        self._ident = get_ident()
        _workers[self._ident] = self
        self._wait_for_turn()

    def end(self) -> None:
        """Give the last turn back."""
        _workers.pop(self._ident, None)
        if self.crew.closed:
            self.state = State.DONE
        else:
            self._hand_back(State.DONE)

    def sleep(self, nanoseconds: int) -> None:
        """Wait for as much virtual time."""
        self._wait(State.SLEEPING, None, nanoseconds)

    def wait_until(self, awaited: Callable[[], bool], timeout: float | None) -> bool:
        """Wait until ``awaited()`` is true, for ``timeout`` virtual seconds at the most."""
        if not awaited() and (timeout is None or timeout > 0):
            self._wait(State.WAITING, awaited, None if timeout is None else blocked_ns(timeout))
        return awaited()

    def keep_turn(self) -> None:
        """Ask for another turn if the last one was lost: what comes now needs its place."""
        if self.state is not State.RUNNING:
            self._ask_for_turn()

    def _wait(
        self, state: State, awaited: Callable[[], bool] | None, nanoseconds: int | None
    ) -> None:
        self.keep_turn()
        self.place = place_of_caller()
        self.since_ns = self.host.time_ns()
        self._awaited = awaited
        timer = None
        if nanoseconds is not None:
            self.wakes_ns = self.since_ns + nanoseconds
            timer = self.host.call_at_ns(self.wakes_ns, self.wake)
        try:
            self._hand_back(state)
            self._wait_for_turn()
        finally:
            if timer is not None:
                timer.cancel()
            self.wakes_ns = self._awaited = self.place = None

    def _hand_back(self, state: State) -> None:
        # In one piece with the change of state: the loop may be taking the turn away just now.
        while True:
            with self.crew.mutex:
                if self.state is State.RUNNING:
                    self.state = state
                    self.crew.turn_over.set()
                    return
            self._ask_for_turn()

    def _ask_for_turn(self) -> None:
        with self.crew.mutex:
            self.state = State.READY
        self.crew.arrived.set()
        self._wait_for_turn()

    def _wait_for_turn(self) -> None:
        while True:
            if self.crew.closed:
                raise WorkerAbandonedError
            self._turn.wait()
            if self.state is State.RUNNING and not self.crew.closed:
                return

    # Called by the loop's thread.

    def give_turn(self) -> None:
        self.state = State.RUNNING
        self._turn.set()

    def wake(self) -> None:
        """End a sleep, or a wait with a timeout."""
        if self.state in (State.SLEEPING, State.WAITING):
            self.state = State.READY

    def abandon(self) -> None:
        """Let the thread find that the crew is closed."""
        self._turn.set()

    def stands_at_a_lock(self) -> bool:
        frame = sys._current_frames().get(self._ident)
        # At its own signal it stands because a busy processor has not come round to it yet.
        if frame is None or frame.f_code is Signal.wait.__code__:
            return False
        return bool(_AT_A_LOCK.search(linecache.getline(frame.f_code.co_filename, frame.f_lineno)))


_workers: dict[int, Worker] = {}


def current_worker() -> Worker | None:
    """Return the worker whose thread is the calling one."""
    return _workers.get(get_ident())


def worker_of(thread: threading.Thread) -> Worker | None:
    """Return the worker that runs in a thread."""
    return _workers.get(thread.ident or 0)


def place_of_caller() -> Place | None:
    """Return the innermost line that is neither the threading library's nor ours."""
    frame, _ = caller_and_called()
    return None if frame is None else Place(frame.f_code.co_filename, frame.f_lineno)


def caller_and_called() -> tuple[FrameType | None, CodeType | None]:
    """Return the innermost frame that is neither the threading library's nor ours.

    With it comes the function of one of these two that it has called.
    """
    called: CodeType | None = None
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if not str(frame.f_globals.get("__name__", "")).startswith(_LIBRARY):
            break
        called, frame = frame.f_code, frame.f_back
    return frame, called
