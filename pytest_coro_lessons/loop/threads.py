"""The threads around a loop: its workers, those of the program, and its own one while it blocks."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple

from ..clock import NANOSECONDS
from . import blocking
from .blocking import Blocking
from .ends import EndingLoop
from .hosts import Host
from .strangers import PATIENCE, SLICE, Stranger, others_alive
from .workers import Crew, Signal, current_worker, waits
from .workers.deadlines import blocked_ns
from .workers.waits import submit_in_turn
from .workers.worker import caller_and_called, place_of_caller

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from ..clock import VirtualClock
    from ..errors import Wait
    from .limits import Limits

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

# The number of threads of the default executor. asyncio takes it from the number of processors;
# here it must be the same everywhere, because it decides how long forty calls of one second take.
_DEFAULT_WORKERS = 32


class ThreadedLoop(EndingLoop, Host):
    """The part of a loop that other threads, and the blocking of its own one, have to do with."""

    def __init__(self, clock: VirtualClock, limits: Limits) -> None:
        super().__init__(clock, limits)
        self.blockings: list[Blocking] = []
        self._crew: Crew | None = None
        self._strangers: list[Stranger] = []
        self._met: set[threading.Thread] = set()
        self._has_company = False
        """Whether there may be threads to wait for; when not, the clock moves without asking."""
        self._posted = Signal()

    @property
    def _own_crew(self) -> Crew:
        if self._crew is None:
            self._crew = Crew(self)
        self._has_company = True
        return self._crew

    def on_virtual_thread(self) -> bool:
        """Return whether the calling thread lives in this loop's time: its own, or a worker's."""
        worker = current_worker()
        return asyncio._get_running_loop() is self or (worker is not None and worker.host is self)

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts
    ) -> asyncio.Future[T]:
        self._check_closed()
        if self._debug:
            self._check_callback(func, "run_in_executor")
        if executor is None:
            executor = self._default_threads()
        if isinstance(executor, ThreadPoolExecutor) and not _runs_elsewhere(executor):
            call = partial(func, *args)
            future = self._own_crew.submit(executor, call, partial(submit_in_turn, executor))
        else:
            future = executor.submit(func, *args)
            self._own_crew.wait_for(future)
        return asyncio.wrap_future(future, loop=self)

    def _default_threads(self) -> Executor:
        self._check_default_executor()
        if self._default_executor is None:
            self._default_executor = ThreadPoolExecutor(_DEFAULT_WORKERS, "asyncio")
        return self._default_executor

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109
        """Wait for the calls under way, in virtual time; ``timeout`` is not needed for that."""
        self._executor_shutdown_called = True
        executor = self._default_executor
        if executor is None:
            return
        executor.shutdown(wait=False)
        for call in self._own_crew.calls_to_end(executor):
            ended = self.create_future()
            call.add_done_callback(partial(self._call_has_ended, ended))
            await ended
        # What is left are idle threads, which end as soon as they are told.
        executor.shutdown(wait=not self._own_crew.has_calls_of(executor))

    def _call_has_ended(self, ended: asyncio.Future[None], _: object) -> None:
        if not self.is_closed():
            self.call_soon_threadsafe(_set, ended)

    # Other threads.

    def _write_to_self(self) -> None:
        self._posted.set()
        if self._crew is not None:
            self._crew.arrived.set()

    def _take_in(self, thread: threading.Thread) -> None:
        # Once: its patience would begin anew.
        if thread not in self._met:
            self._met.add(thread)
            self._strangers.append(Stranger(thread))
            self._has_company = True

    def _company_goes_on(self) -> bool:
        """Let other threads go on, or wait for them; return whether the clock must not move yet."""
        if self._crew is not None and self._crew.busy and self._crew.hold():
            return True
        self._strangers = [thread for thread in self._strangers if thread.holds_the_clock()]
        if self._strangers:
            self._posted.wait(SLICE)
            return True
        self._has_company = self._crew is not None and self._crew.busy
        return False

    def _somebody_may_come(self) -> bool:
        """With nothing left to do: wait for a thread that may have something."""
        if self._crew is not None and self._crew.hold(last_chance=True):
            return True
        if not others_alive():
            return False
        # A loop without a main task lives to be told what to do.
        for_ever = self._main is None
        return self._posted.wait(SLICE if for_ever else PATIENCE) or for_ever

    def _waiting_threads(self) -> tuple[Wait, ...]:
        return self._crew.waits() if self._crew is not None else ()

    def _taken_interruption(self) -> BaseException | None:
        if self._crew is not None:
            self._crew.give_up()
        return super()._taken_interruption()

    # The loop's own thread.

    def _block_until(self, happened: Callable[[], bool], timeout: float | None) -> bool:
        start_ns = self.time_ns()
        if self._observer is not None:
            self._observer.blocks()
        end_ns = None if timeout is None else start_ns + blocked_ns(timeout)
        try:
            while not happened() and (end_ns is None or self.time_ns() < end_ns):
                self._let_time_pass(end_ns)
            return happened()
        finally:
            if self.time_ns() > start_ns:
                self._note_blocking(start_ns)

    def _let_time_pass(self, end_ns: int | None) -> None:
        error = self._taken_interruption() if self._interrupted else None
        if error is not None:
            raise error
        if self._has_company and self._company_goes_on():
            return
        wake_ns = self._crew.next_wake_ns() if self._crew is not None else None
        moments = [moment for moment in (wake_ns, end_ns) if moment is not None]
        if not moments:
            self._posted.wait(SLICE)
            return
        when_ns = max(self.time_ns(), min(moments))
        if self._limits.forbid(self._steps, when_ns):
            raise self._limit_error()
        self._move_to(when_ns)
        if self._crew is not None:
            self._crew.wake()

    def _note_blocking(self, start_ns: int) -> None:
        task = asyncio.current_task(self)
        place = place_of_caller()
        self.blockings.append(
            Blocking(
                seconds=(self.time_ns() - start_ns) / NANOSECONDS,
                at=start_ns / NANOSECONDS,
                file=place.file if place else "",
                line=place.line if place else 0,
                task=task.get_name() if task is not None else None,
                what=_called(),
            )
        )
        if self._observer is not None:
            self._observer.blocked(start_ns)

    def close(self) -> None:
        super().close()
        if self._crew is not None and not self._crew.closed:
            self._crew.close()


# What the program calls by another name than that of the function which stands for it.
_NAMES = {
    blocking.sleep.__code__: "time.sleep",
    waits._wait.__code__: "Condition.wait",
    waits._join.__code__: "Thread.join",
}


def _called() -> str:
    """Return what the program has called to block the thread; empty if it was no plain call."""
    _, called = caller_and_called()
    if called is None:
        return ""
    name = called.co_qualname.rpartition("<locals>.")[2]
    return _NAMES.get(called, "" if called.co_name.startswith("__") else name)


def _set(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _runs_elsewhere(executor: ThreadPoolExecutor) -> bool:
    # Since 3.14 an executor of threads may run each in an interpreter of its own.
    return any(kind.__name__ == "InterpreterPoolExecutor" for kind in type(executor).__mro__)
