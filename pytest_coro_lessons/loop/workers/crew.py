"""All the workers of one loop: who is next, and whether the clock has to wait for somebody."""

from __future__ import annotations

import time
import weakref
from _thread import allocate_lock
from typing import TYPE_CHECKING, Any

from ...clock import NANOSECONDS
from ...errors import Wait
from .calls import Call, Pool
from .signals import Signal
from .worker import State, Worker

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor, Future, ThreadPoolExecutor

    from ..hosts import Host

# Real seconds. Whoever waits for a thread looks about so often:
_SLICE = 0.01
# A worker that uses no processor is taken to be stuck: at a lock, or somewhere else.
_STUCK_AT_A_LOCK = 3
_STUCK = 100
_MOMENTS = 2
_LAST_MOMENTS = 100
# Queued calls for which an executor should have a thread, and has not, are waited for so long.
_LATE = 100
_real_process_time = time.process_time


class Crew:
    """Takes calls in, gives turns, and tells what the loop has to wait for."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.mutex = allocate_lock()
        self.arrived = Signal()
        """Set when a worker has begun, wants a turn or is over."""
        self.turn_over = Signal()
        self.closed = False
        self._calls: list[Call] = []
        self._pools: weakref.WeakKeyDictionary[Executor, Pool] = weakref.WeakKeyDictionary()
        self._elsewhere = 0
        self._count = 0
        self._turned = False

    @property
    def busy(self) -> bool:
        """Whether any call is under way, in whatever state."""
        return bool(self._calls or self._elsewhere)

    @property
    def under_way(self) -> int:
        """How many calls of workers have not ended."""
        return len(self._calls)

    # Calls.

    def submit(
        self,
        executor: ThreadPoolExecutor,
        function: Callable[[], Any],
        submit: Callable[[Callable[[], None]], Future[Any]],
    ) -> Future[Any]:
        """Run a function in a thread of the executor, in turn; ``submit`` hands it over."""
        pool = self._pools.setdefault(executor, Pool(executor))
        self._count += 1
        call = Call(self, Worker(self._count, self), pool, function)
        with self.mutex:
            self._calls.append(call)
            pool.queued[call.worker] = None
        try:
            pooled = submit(call)
        except BaseException:
            # Executors queue a call before they start a thread for it, and leave it there if none
            # starts. So it may come later, or have come already, to a thread that was idle again.
            if call.withdraw():
                with self.mutex:
                    self._calls.remove(call)
            raise
        pooled.add_done_callback(call.pooled_is_done)
        return call.future

    def wait_for(self, future: Future[Any]) -> None:
        """Hold the clock until a call that no thread of ours runs is done, in real time."""
        with self.mutex:
            self._elsewhere += 1
        future.add_done_callback(self._done_elsewhere)

    def _done_elsewhere(self, _: object) -> None:
        with self.mutex:
            self._elsewhere -= 1
        self.arrived.set()

    def calls_to_end(self, executor: Executor) -> list[Future[Any]]:
        """Return the calls that are to end before the loop does, in the order they were made.

        A worker of another executor that waits for somebody may do so on purpose, until later.
        """
        own = self._pools.get(executor)
        return [
            call.future
            for call in self._calls
            if not call.worker.given_up
            and (call.pool is own or call.worker.state is not State.WAITING)
        ]

    def has_calls_of(self, executor: Executor) -> bool:
        own = self._pools.get(executor)
        return any(call.pool is own for call in self._calls)

    def waits(self) -> tuple[Wait, ...]:
        """Return what the workers wait for, in the order of the calls."""
        return tuple(_wait_of(call.worker) for call in self._calls)

    def close(self) -> None:
        """End the threads that still wait; they cannot go on without a loop."""
        self.closed = True
        for call in self._calls:
            call.worker.abandon()
        self._calls.clear()

    # Turns.

    def take_turns(self) -> bool:
        """Give every worker that can go on one turn; return whether there was any."""
        self._let_calls_begin()
        runnable = [call for call in self._calls if call.worker.runnable]
        for call in runnable:
            if not call.worker.name:
                call.pool.name(call.worker)
            self._give_turn(call.worker)
        with self.mutex:
            self._calls[:] = [c for c in self._calls if c.worker.state is not State.DONE]
        return bool(runnable)

    def hold(self, *, last_chance: bool = False) -> bool:
        """With nothing else ready: let workers go on, or wait for one in real time.

        Returns:
            False when no worker can go on before the clock does.
        """
        if self.take_turns():
            return True
        self._look_after_those_out()
        if self._elsewhere or any(worker.in_flight for worker in self._out()):
            self.arrived.wait(_SLICE)
            return True
        return self._somebody_gets_on(last_chance=last_chance)

    def give_up(self) -> None:
        """Wait no more for the workers that are out: the loop is to end."""
        for call in self._calls:
            call.worker.given_up |= call.worker.state is State.OUT

    def next_wake_ns(self) -> int | None:
        """Return the virtual time at which the next worker wakes by itself."""
        wakes = [call.worker.wakes_ns for call in self._calls]
        return min((wake for wake in wakes if wake is not None), default=None)

    def wake(self) -> None:
        """Wake the workers whose time has come, where no turn of the loop does it."""
        now_ns = self.host.time_ns()
        for call in self._calls:
            wakes_ns = call.worker.wakes_ns
            if wakes_ns is not None and wakes_ns <= now_ns:
                call.worker.wake()

    def _let_calls_begin(self) -> None:
        # Calls begin in the order in which they were made, so all that can have arrived must have.
        for _ in range(_LATE):
            if self.host._interrupted or not any(self._is_about_to_begin(c) for c in self._calls):
                return
            self.arrived.wait(_SLICE)

    def _is_about_to_begin(self, call: Call) -> bool:
        return call.worker.state is State.QUEUED and call.pool.has_thread_for(call.worker)

    def _give_turn(self, worker: Worker) -> None:
        self._turned = True
        self.turn_over.clear()
        worker.give_turn()
        try:
            self._await_return(worker)
        except BaseException:
            self._take_turn_away(worker, in_flight=True)
            raise

    def _await_return(self, worker: Worker) -> None:
        idle = 0
        used = _real_process_time()
        while not self.turn_over.wait(_SLICE):
            before, used = used, _real_process_time()
            idle = idle + 1 if used - before < _SLICE / 5 else 0
            if self.host._interrupted:
                self._take_turn_away(worker, in_flight=False)
            elif idle >= _STUCK:
                self._take_turn_away(worker, in_flight=True)
            elif idle >= _STUCK_AT_A_LOCK and worker.stands_at_a_lock():
                self._take_turn_away(worker, in_flight=False)
            if worker.state is State.OUT:
                return

    def _take_turn_away(self, worker: Worker, *, in_flight: bool) -> None:
        with self.mutex:
            if worker.state is State.RUNNING:
                worker.state = State.OUT
                worker.in_flight = in_flight

    def _out(self) -> list[Worker]:
        workers = [call.worker for call in self._calls]
        return [w for w in workers if w.state is State.OUT and not w.given_up]

    def _look_after_those_out(self) -> None:
        for worker in self._out():
            worker.in_flight = not worker.stands_at_a_lock()

    def _somebody_gets_on(self, *, last_chance: bool) -> bool:
        """Give threads that stood at a lock a moment: it may have been released just now."""
        if not self._out() or not (self._turned or last_chance):
            return False
        self._turned = False
        for _ in range(_LAST_MOMENTS if last_chance else _MOMENTS):
            self.arrived.wait(_SLICE)
            self._look_after_those_out()
            if any(call.worker.runnable or call.worker.in_flight for call in self._calls):
                return True
        return False


def _wait_of(worker: Worker) -> Wait:
    place = worker.place
    return Wait(
        task=f"thread {worker.name}",
        waits_for="another thread" if worker.state is State.WAITING else "a lock",
        since=worker.since_ns / NANOSECONDS,
        file=place.file if place else None,
        line=place.line if place else None,
        call="thread" if worker.state is State.WAITING else "lock",
    )
