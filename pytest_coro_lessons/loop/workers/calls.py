"""What the threads of an executor run: a worker's call, from the queue to its result."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from itertools import islice
from typing import TYPE_CHECKING, Any

from .worker import State, Worker, WorkerAbandonedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import ThreadPoolExecutor

    from .crew import Crew


class Pool:
    """What a crew knows of an executor: its number of threads, who is next, who is named how."""

    def __init__(self, executor: ThreadPoolExecutor) -> None:
        self.queued: dict[Worker, None] = {}
        self.begun = 0
        self._size: int = executor._max_workers
        self._prefix = executor._thread_name_prefix
        self._named: dict[int, Worker] = {}

    def has_thread_for(self, worker: Worker) -> bool:
        return worker in islice(self.queued, max(0, self._size - self.begun))

    def name(self, worker: Worker) -> None:
        """Name a worker after the first free place.

        Which of its idle threads takes a call is the operating system's choice.
        """
        place = 0
        while place in self._named and self._named[place].state is not State.DONE:
            place += 1
        self._named[place] = worker
        worker.name = f"{self._prefix}_{place}"


class Call:
    """A call of one function, which gives its result while it still has its turn."""

    def __init__(self, crew: Crew, worker: Worker, pool: Pool, function: Callable[[], Any]) -> None:
        # Not the executor's own future: that one is set after the turn has been given back.
        self.future: Future[Any] = Future()
        self.worker = worker
        self.pool = pool
        self._crew = crew
        self._function = function

    def __call__(self) -> None:
        if not self._leaves_queue():
            return
        thread = threading.current_thread()
        name = thread.name
        try:
            self.worker.begin()
            thread.name = self.worker.name
            self._run()
        except WorkerAbandonedError:
            # The loop is closed: nobody is left who could hear of a result.
            pass
        finally:
            thread.name = name
            with self._crew.mutex:
                self.pool.begun -= 1
            self.worker.end()

    def withdraw(self) -> bool:
        """Run nothing; return whether no thread has it yet, so that no turn is needed either."""
        self._function = _nothing
        withdrawn = self.future.cancel()
        if withdrawn:
            with self._crew.mutex:
                self._unqueue(State.DONE)
        return withdrawn

    def _leaves_queue(self) -> bool:
        begins = self.future.set_running_or_notify_cancel()
        with self._crew.mutex:
            self._unqueue(State.READY if begins else State.DONE)
            self.pool.begun += begins
        self._crew.arrived.set()
        return begins

    def _run(self) -> None:
        try:
            result = self._function()
        except WorkerAbandonedError:
            raise
        except BaseException as error:  # noqa: BLE001 - the future takes it where it belongs
            self.worker.keep_turn()
            self.future.set_exception(error)
            # The traceback holds this frame: as in the standard library, break the cycle.
            self = None  # type: ignore[assignment]
        else:
            self.worker.keep_turn()
            self.future.set_result(result)

    def pooled_is_done(self, pooled: Future[Any]) -> None:
        """Pass on that the executor gave the call up before it began."""
        if self.worker.state is not State.QUEUED:
            return
        with self._crew.mutex:
            self._unqueue(State.DONE)
        if pooled.cancelled():
            self.future.cancel()
            self.future.set_running_or_notify_cancel()
        else:
            self.future.set_exception(pooled.exception())
        self._crew.arrived.set()

    def _unqueue(self, state: State) -> None:
        self.pool.queued.pop(self.worker, None)
        self.worker.state = state


def _nothing() -> None:
    """Do what is left of a call that was withdrawn."""
