"""Worker threads that take turns with the loop, so that they live in virtual time and in one order.

Rules:

1. Either the loop runs or one worker does, never two at once. A worker keeps its turn until it ends,
   sleeps or waits for a ``threading.Condition`` (and so an ``Event``, a ``queue.Queue``, a
   ``concurrent.futures.Future``); turns go by the order in which the calls were made.
2. A worker that has the turn, or is about to get its first, holds the clock. One that sleeps waits for
   a timer of the loop like any task.
3. A worker that stands before a lock which another worker holds gives its turn up, since the other
   one cannot go on otherwise. It is the one thing that has to be guessed, from the line it stands at.
"""

from __future__ import annotations

import concurrent.futures
import enum
import linecache
import re
import sys
import threading
import time
import weakref
from _thread import allocate_lock, get_ident
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ..clock import to_nanoseconds
from .patches import Patch

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

# How long a worker may run, in real seconds, before the loop looks whether it stands before a lock.
_PATIENCE = 0.05
_SLICE = 0.002
_AT_A_LOCK = re.compile(r"\bwith\b|acquire")
_real_wait = threading.Condition.wait
_real_sleep = time.sleep


class State(enum.Enum):
    """Where a worker is; only one of a loop's workers is ``RUNNING``."""

    QUEUED = enum.auto()
    READY = enum.auto()
    RUNNING = enum.auto()
    SLEEPING = enum.auto()
    WAITING = enum.auto()
    LOCKED = enum.auto()
    DONE = enum.auto()


class WorkerAbandonedError(BaseException):
    """Ends the thread of a worker whose loop was closed while it waited."""


class Timers(Protocol):
    """What workers need of their loop."""

    def call_at_ns(self, when_ns: int, callback: Callable[[], object]) -> Any:
        """Schedule a callback at a virtual time and return its handle."""

    def time_ns(self) -> int:
        """Now, in virtual nanoseconds."""


class Signal:
    """Wakes one waiting thread; what was set before the wait is not lost."""

    def __init__(self) -> None:
        self._lock = allocate_lock()
        self._lock.acquire()

    def set(self) -> None:
        with suppress(RuntimeError):
            self._lock.release()

    def wait(self, timeout: float = -1) -> bool:
        return self._lock.acquire(timeout=timeout)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in somebody's code a worker waits."""

    file: str
    line: int


class Worker:
    """One call that runs in a thread of its own."""

    def __init__(self, number: int, crew: Crew, pool: _Pool) -> None:
        self.number = number
        self.name = ""
        self.state = State.QUEUED
        self.place: Place | None = None
        self.since_ns = 0
        self._crew = crew
        self._pool = pool
        self._turn = Signal()
        self._ident = 0
        self.future: concurrent.futures.Future[Any] | None = None
        self._awaited: Callable[[], bool] | None = None

    @property
    def timers(self) -> Timers:
        """The loop this worker works for."""
        return self._crew.timers

    @property
    def about_to_start(self) -> bool:
        """Whether a thread of the executor is free to take the call."""
        return self.state is State.QUEUED and self._pool.is_about_to_start(self)

    @property
    def runnable(self) -> bool:
        """Whether the worker would go on if it got a turn."""
        if self.state is State.WAITING:
            return self._awaited is not None and self._awaited()
        return self.state is State.READY

    # Called by the worker's own thread.

    def begin(self) -> None:
        """Take part: wait for the first turn."""
        self._ident = get_ident()
        self.name = threading.current_thread().name
        _workers[self._ident] = self
        self.state = State.READY
        self._crew.arrived.set()
        self._wait_for_turn()

    def end(self) -> None:
        """Give the last turn back."""
        _workers.pop(self._ident, None)
        self._keep_turn()
        self.state = State.DONE
        self._crew.turn_over.set()

    def sleep(self, nanoseconds: int) -> None:
        """Wait for as much virtual time."""
        self._wait(State.SLEEPING, None, nanoseconds)

    def wait_until(self, awaited: Callable[[], bool], timeout: float | None) -> bool:
        """Wait until ``awaited()`` is true, for ``timeout`` virtual seconds at the most."""
        if not awaited() and (timeout is None or timeout > 0):
            self._wait(State.WAITING, awaited, None if timeout is None else to_nanoseconds(timeout))
        return awaited()

    def _wait(
        self, state: State, awaited: Callable[[], bool] | None, nanoseconds: int | None
    ) -> None:
        self._keep_turn()
        timers = self._crew.timers
        self.place = _place_of_caller()
        self.since_ns = timers.time_ns()
        self._awaited = awaited
        timer = None
        if nanoseconds is not None:
            timer = timers.call_at_ns(self.since_ns + nanoseconds, self._wake)
        self.state = state
        self._crew.turn_over.set()
        self._wait_for_turn()
        if timer is not None:
            timer.cancel()
        self._awaited = self.place = None

    def _wake(self) -> None:
        if self.state in (State.SLEEPING, State.WAITING):
            self.state = State.READY

    def _keep_turn(self) -> None:
        # The loop took the turn away while this worker stood before a lock: ask for another.
        with self._crew.mutex:
            if self.state is not State.LOCKED:
                return
            self.state = State.READY
        self._crew.arrived.set()
        self._wait_for_turn()

    def _wait_for_turn(self) -> None:
        self._turn.wait()
        if self._crew.closed:
            raise WorkerAbandonedError

    # Called by the loop's thread.

    def give_turn(self) -> None:
        self.state = State.RUNNING
        self._turn.set()

    def abandon(self) -> None:
        self._turn.set()

    def stands_before_a_lock(self) -> bool:
        frame = sys._current_frames().get(self._ident)
        if frame is None:
            return False
        return bool(_AT_A_LOCK.search(linecache.getline(frame.f_code.co_filename, frame.f_lineno)))


class _Pool:
    """What is known of an executor: how many threads it may have, and who is next."""

    def __init__(self, executor: concurrent.futures.ThreadPoolExecutor) -> None:
        self.size: int = executor._max_workers
        self.queued: list[Worker] = []
        self.begun = 0

    def is_about_to_start(self, worker: Worker) -> bool:
        free = self.size - self.begun
        return worker in self.queued[: max(0, free)]


class _Call:
    """What the thread of a worker runs."""

    def __init__(
        self, worker: Worker, pool: _Pool, crew: Crew, func: Callable[..., Any], args: Any
    ) -> None:
        # Not the executor's own future: that one is set after the turn has been given back.
        self.future: concurrent.futures.Future[Any] = concurrent.futures.Future()
        self._worker = worker
        self._pool = pool
        self._crew = crew
        self._func = func
        self._args = args

    def __call__(self) -> None:
        starts = self.future.set_running_or_notify_cancel()
        with self._crew.mutex:
            self._pool.queued.remove(self._worker)
            self._pool.begun += starts
        if not starts:
            self._worker.state = State.DONE
            self._crew.arrived.set()
            return
        try:
            self._worker.begin()
            self._run()
        except WorkerAbandonedError as abandoned:
            self.future.set_exception(abandoned)
        finally:
            with self._crew.mutex:
                self._pool.begun -= 1
            self._worker.end()

    def _run(self) -> None:
        try:
            result = self._func(*self._args)
        except WorkerAbandonedError:
            raise
        except BaseException as error:
            self.future.set_exception(error)
        else:
            self.future.set_result(result)

    def dropped(self, pooled: concurrent.futures.Future[Any]) -> None:
        """Pass on that the executor was shut down before the call began."""
        if pooled.cancelled():
            self.future.cancel()
            self()


class Crew:
    """All the workers of one loop."""

    def __init__(self, timers: Timers) -> None:
        self.timers = timers
        self.mutex = allocate_lock()
        self.arrived = Signal()
        self.turn_over = Signal()
        self.closed = False
        self.members: list[Worker] = []
        self._pools: weakref.WeakKeyDictionary[concurrent.futures.Executor, _Pool] = (
            weakref.WeakKeyDictionary()
        )
        self._elsewhere = 0
        self._count = 0
        _condition_patch.enter()

    @property
    def busy(self) -> bool:
        """Whether any call is under way, in whatever state."""
        return bool(self.members or self._elsewhere)

    def submit(
        self, executor: concurrent.futures.Executor, func: Callable[..., Any], args: tuple[Any, ...]
    ) -> concurrent.futures.Future[Any]:
        """Run ``func(*args)`` in the executor, taking turns where its workers are threads.

        Another executor's workers (processes) hold the clock until they are done, in real time.
        """
        if not isinstance(executor, concurrent.futures.ThreadPoolExecutor):
            return self._submit_elsewhere(executor, func, args)
        pool = self._pools.setdefault(executor, _Pool(executor))
        self._count += 1
        worker = Worker(self._count, self, pool)
        call = _Call(worker, pool, self, func, args)
        worker.future = call.future
        self.members.append(worker)
        pool.queued.append(worker)
        try:
            pooled = executor.submit(call)
        except BaseException:
            self.members.remove(worker)
            pool.queued.remove(worker)
            raise
        pooled.add_done_callback(call.dropped)
        return call.future

    def _submit_elsewhere(
        self, executor: concurrent.futures.Executor, func: Callable[..., Any], args: tuple[Any, ...]
    ) -> concurrent.futures.Future[Any]:
        future = executor.submit(func, *args)
        self._elsewhere += 1
        future.add_done_callback(self._done_elsewhere)
        return future

    def _done_elsewhere(self, _: object) -> None:
        with self.mutex:
            self._elsewhere -= 1
        self.arrived.set()

    def calls_under_way(self) -> list[concurrent.futures.Future[Any]]:
        """Return the futures of the calls that have not ended, in the order they were made."""
        return [worker.future for worker in self.members if worker.future is not None]

    def take_turns(self) -> bool:
        """Give every worker that can go on one turn; return whether there was any."""
        while any(worker.about_to_start for worker in self.members):
            self.arrived.wait(_PATIENCE)
        runnable = [worker for worker in self.members if worker.runnable]
        for worker in runnable:
            self._give_turn(worker)
        self.members = [worker for worker in self.members if worker.state is not State.DONE]
        return bool(runnable)

    def hold(self, patience: float = 0.02) -> bool:
        """With nothing else ready: let workers go on, or wait for one in real time.

        A lock may have been released a moment ago: a thread that stood before it gets ``patience``
        real seconds to get on.

        Returns:
            False when no worker can go on before the clock does.
        """
        if self.take_turns():
            return True
        if self._elsewhere:
            self.arrived.wait(_PATIENCE)
            return True
        return self._moves_past_a_lock(patience)

    def close(self) -> None:
        """End the threads that still wait; they cannot go on without a loop."""
        if self.closed:
            return
        self.closed = True
        for worker in self.members:
            worker.abandon()
        self.members.clear()
        _condition_patch.leave()

    def _give_turn(self, worker: Worker) -> None:
        worker.give_turn()
        while not self.turn_over.wait(_PATIENCE):
            with self.mutex:
                if worker.state is State.RUNNING and worker.stands_before_a_lock():
                    worker.state = State.LOCKED
                    return

    def _moves_past_a_lock(self, patience: float) -> bool:
        locked = [worker for worker in self.members if worker.state is State.LOCKED]
        for _ in range(int(patience / _SLICE) if locked else 0):
            if any(worker.state is not State.LOCKED for worker in locked):
                return True
            _real_sleep(_SLICE)
        return False


_workers: dict[int, Worker] = {}


def current_worker() -> Worker | None:
    """Return the worker whose thread is the calling one."""
    return _workers.get(get_ident())


_LIBRARY = ("threading", "queue", "concurrent.futures", __name__.rpartition(".")[0])


def _place_of_caller() -> Place | None:
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        if not str(frame.f_globals.get("__name__", "")).startswith(_LIBRARY):
            return Place(frame.f_code.co_filename, frame.f_lineno)
        frame = frame.f_back
    return None


def _wait_in_turn(condition: threading.Condition, timeout: float | None = None) -> bool:
    """``threading.Condition.wait``: in a worker, give the turn to others meanwhile."""
    worker = current_worker()
    if worker is None:
        return _real_wait(condition, timeout)
    inner: Any = condition
    if not inner._is_owned():
        msg = "cannot wait on un-acquired lock"
        raise RuntimeError(msg)
    # As in the standard library, so that its notify() finds the waiter; notify() releases it.
    waiter = allocate_lock()
    waiter.acquire()
    inner._waiters.append(waiter)
    state = inner._release_save()
    notified = False
    try:
        notified = worker.wait_until(lambda: not waiter.locked(), timeout)
        return notified
    finally:
        inner._acquire_restore(state)
        if not notified:
            with suppress(ValueError):
                inner._waiters.remove(waiter)


_condition_patch = Patch(threading.Condition, "wait", _wait_in_turn)
