"""The event loop in virtual time.

Rules:

1. The clock moves only when nothing is ready and nothing is in flight, and then straight to the next
   deadline: no turn of the loop is spent on waiting.
2. Callbacks run in the order they were scheduled; timers by deadline, and timers with equal deadlines
   in the order they were scheduled. (asyncio leaves ties open and its heap scrambles them. On a real
   clock two deadlines are never equal; in virtual time they usually are.)
3. A loop that can never go on says so at once, where its main task waits.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
import math
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from ..clock import NANOSECONDS, VirtualClock, to_nanoseconds
from ..errors import LoopBusyError, LoopLimitError, LoopStalledError, Wait
from .blocking import Blockable, Blocking, virtual_sleep
from .limits import MAX_SECONDS, MAX_STEPS, MAX_STEPS_PER_INSTANT, Limits
from .ordering import NumberedTask, order_in_asyncio
from .stalls import describe, place_of
from .strangers import SLICE, Host, Stranger, thread_watch
from .unsupported import NoSelector, RefusesTheRealWorld
from .workers import Crew, Signal, State, current_worker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator
    from contextvars import Context
    from types import FrameType

    from ..errors import CoroLessonsError
    from ..network import Network

# The number of threads of the default executor. asyncio takes it from the number of processors; here
# it must be the same everywhere, because it decides how long forty calls of one second take.
_DEFAULT_WORKERS = 32

_MAX_FAILURES = 3

_real_perf_counter = time.perf_counter
_logger = logging.getLogger("asyncio")


class VirtualTimeLoop(RefusesTheRealWorld, asyncio.BaseEventLoop, Blockable, Host):
    """An event loop whose time is a :class:`VirtualClock`.

    A loop factory: ``asyncio.Runner(loop_factory=VirtualTimeLoop)``. It needs no file, socket or
    signal of the operating system.
    """

    def __init__(
        self,
        *,
        clock: VirtualClock | None = None,
        max_steps_per_instant: int = MAX_STEPS_PER_INSTANT,
        max_steps: int = MAX_STEPS,
        max_seconds: float = MAX_SECONDS,
    ) -> None:
        """Make a loop with a clock of its own, or with the one that is given.

        Args:
            clock: must not belong to another open loop.
            max_steps_per_instant: callbacks that may run without the clock moving, before the loop
                is taken to spin (:class:`LoopBusyError`).
            max_steps: callbacks that may run in all (:class:`LoopLimitError`).
            max_seconds: virtual seconds that may pass in all (:class:`LoopLimitError`).
        """
        super().__init__()
        self._clock = VirtualClock() if clock is None else clock
        self._clock._attach(self)
        self._clock_resolution = 1 / NANOSECONDS
        self._selector = NoSelector()
        self._timers: list[tuple[int, int, asyncio.TimerHandle]] = []
        self._timer_numbers = itertools.count()
        self._task_numbers = itertools.count(1)
        self._cancelled_timers = 0
        self._drives: list[tuple[int, int, Callable[[], object]]] = []
        self._main: asyncio.Future[Any] | None = None
        self._crew: Crew | None = None
        self._network: Network | None = None
        self._posted = Signal()
        self._interruption: BaseException | None = None
        self._limits = Limits(self._clock, max_steps_per_instant, max_steps, max_seconds)
        self._failures = 0
        self._strangers: list[Stranger] = []
        self.blockings: list[Blocking] = []
        order_in_asyncio.enter()

    def __repr__(self) -> str:
        return f"<VirtualTimeLoop at {self.time():g} s running={self.is_running()}>"

    @property
    def clock(self) -> VirtualClock:
        """The clock this loop moves."""
        return self._clock

    @property
    def network(self) -> Network:
        """The network in memory that this loop's servers and connections live on."""
        if self._network is None:
            # Imported here because few programs use it.
            from ..network import Network

            self._network = Network(self)
        return self._network

    def time(self) -> float:
        return self._clock._now_ns / NANOSECONDS

    def time_ns(self) -> int:
        """Now, in nanoseconds of virtual time, exactly."""
        return self._clock._now_ns

    # Scheduling.

    def call_later(
        self,
        delay: float,
        callback: Callable[..., object],
        *args: Any,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        # Not by way of call_at: a delay is exact whatever the date, a float deadline is not.
        if delay is None:
            msg = "delay must not be None"
            raise TypeError(msg)
        if delay == math.inf:
            return self._timer(None, callback, args, context)
        when_ns = self._clock._now_ns + to_nanoseconds(max(delay, -1e9))
        return self._timer(when_ns, callback, args, context)

    def call_at(
        self,
        when: float,
        callback: Callable[..., object],
        *args: Any,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        if when is None:
            msg = "when cannot be None"
            raise TypeError(msg)
        if when == math.inf:
            return self._timer(None, callback, args, context)
        return self._timer(to_nanoseconds(when), callback, args, context, when)

    def call_at_ns(self, when_ns: int, callback: Callable[[], object]) -> asyncio.TimerHandle:
        """Schedule a callback at an exact virtual time."""
        return self._timer(when_ns, callback, (), None)

    def _timer(
        self,
        when_ns: int | None,
        callback: Callable[..., object],
        args: tuple[Any, ...],
        context: Context | None,
        when: float | None = None,
    ) -> asyncio.TimerHandle:
        """Put a timer into the heap; one that never fires (None) is only handed out."""
        self._check_closed()
        if self._debug:
            self._check_thread()
            self._check_callback(callback, "call_at")
        if when is None:
            when = math.inf if when_ns is None else when_ns / NANOSECONDS
        timer: Any = asyncio.TimerHandle(when, callback, args, self, context)
        if timer._source_traceback:
            del timer._source_traceback[-2:]
        if when_ns is not None:
            # The number decides between equal deadlines, and spares comparing handles.
            heapq.heappush(self._timers, (when_ns, next(self._timer_numbers), timer))
            timer._scheduled = True
        return timer  # type: ignore[no-any-return]

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        if handle._scheduled:
            self._cancelled_timers += 1
            # As in asyncio: many cancelled timeouts must not fill the heap until they are due.
            if self._cancelled_timers > 100 and self._cancelled_timers * 2 > len(self._timers):
                self._timers = [entry for entry in self._timers if not entry[2]._cancelled]
                heapq.heapify(self._timers)
                self._cancelled_timers = 0

    def create_task(
        self, coro: Any, *, name: str | None = None, context: Context | None = None, **kwargs: Any
    ) -> asyncio.Task[Any]:
        factory = self._task_factory
        if factory is not None and factory is not getattr(asyncio, "eager_task_factory", None):
            return super().create_task(coro, name=name, context=context, **kwargs)
        self._check_closed()
        if factory is not None:
            kwargs["eager_start"] = True
        # asyncio counts the tasks of the process; named by a count of their own loop, the same
        # program has the same names wherever it runs.
        number = next(self._task_numbers)
        name = f"Task-{number}" if name is None else name
        task: Any = NumberedTask(coro, loop=self, name=name, context=context, **kwargs)
        if task._source_traceback:
            del task._source_traceback[-2:]
        return task  # type: ignore[no-any-return]

    # Running.

    def run_forever(self) -> None:
        virtual_sleep.enter()
        thread_watch.enter()
        try:
            super().run_forever()
        finally:
            thread_watch.leave()
            virtual_sleep.leave()

    def run_until_complete(self, future: Any) -> Any:
        self._check_closed()
        self._check_running()
        new_task = not asyncio.isfuture(future)
        future = asyncio.ensure_future(future, loop=self)
        if new_task:
            # As in asyncio: who runs a coroutine is told by the exception, not by the log.
            future._log_destroy_pending = False
        before, self._main = self._main, future
        try:
            return super().run_until_complete(future)
        except BaseException:
            if new_task and future.done() and not future.cancelled():
                future.exception()
            raise
        finally:
            self._main = before

    def _run_once(self) -> None:
        ready = self._ready
        if self._crew is not None and self._crew.busy:
            self._crew.take_turns()
        if not ready and not self._stopping:
            self._wait_for_work()
        now_ns = self._clock._now_ns
        timers = self._timers
        while timers and timers[0][0] <= now_ns:
            timer: Any = heapq.heappop(timers)[2]
            timer._scheduled = False
            if timer._cancelled:
                self._cancelled_timers -= 1
            else:
                ready.append(timer)
        # Only what is ready now: what these callbacks schedule runs in the next turn.
        count = len(ready)
        for _ in range(count):
            handle = ready.popleft()
            if handle._cancelled:
                continue
            if self._debug:
                self._run_watched(handle)
            else:
                handle._run()
            task = getattr(handle._callback, "__self__", None)
            if task.__class__ is NumberedTask:
                task.stepped_ns = now_ns
        handle = None
        limits = self._limits
        limits.steps += count
        limits.turns += 1
        if limits.steps > limits.allowed and not limits.extended():
            self._past_a_limit()
        if self._interruption is not None:
            raise self._interruption

    def _run_watched(self, handle: Any) -> None:
        # Real seconds: on the virtual clock no callback is ever slow.
        self._current_handle = handle
        started = _real_perf_counter()
        try:
            handle._run()
        finally:
            self._current_handle = None
        seconds = _real_perf_counter() - started
        if seconds >= self.slow_callback_duration:
            _logger.warning("Executing %s took %.3f seconds", handle, seconds)

    def _wait_for_work(self) -> None:
        """With nothing ready, make something ready: by another thread, a timer or an error."""
        while not self._ready and not self._stopping:
            if self._crew is not None and self._crew.busy and self._crew.hold():
                continue
            if self._strangers and self._wait_for_strangers():
                continue
            if self._move_clock():
                return
            if self._crew is None or not self._crew.hold(patience=1.0):
                self._stall()

    def _move_clock(self) -> bool:
        """Move the clock to the next deadline; return whether there is one."""
        timers = self._timers
        while timers and timers[0][2]._cancelled:
            heapq.heappop(timers)[2]._scheduled = False
            self._cancelled_timers -= 1
        drive_ns = self._drives[0][0] if self._drives else None
        if timers and (self._clock._auto_advance or drive_ns is not None):
            when_ns = timers[0][0]
            if drive_ns is None or when_ns <= drive_ns:
                self._move_to(when_ns)
                return True
        if drive_ns is None:
            return False
        # All that was due on the way has run: what drove the clock goes on last.
        self._move_to(drive_ns)
        heapq.heappop(self._drives)[2]()
        return True

    def _move_to(self, when_ns: int) -> None:
        if self._limits.allows(when_ns):
            self._clock._move_to(when_ns)
            self._limits.clock_moved()
        else:
            self._past_a_limit()

    def drive_to(self, target_ns: int) -> Awaitable[None]:
        """Run timer by timer up to ``target_ns``: see :meth:`VirtualClock.advance`."""
        number = next(self._timer_numbers)
        if self.is_running():
            return self._drive_inside(target_ns, number)
        heapq.heappush(self._drives, (target_ns, number, self.stop))
        self.run_forever()
        done = asyncio.Future[None](loop=self)
        done.set_result(None)
        return done

    async def _drive_inside(self, target_ns: int, number: int) -> None:
        arrived = self.create_future()
        entry = (target_ns, number, lambda: arrived.done() or arrived.set_result(None))
        heapq.heappush(self._drives, entry)
        try:
            await arrived
        finally:
            if entry in self._drives:
                self._drives.remove(entry)
                heapq.heapify(self._drives)

    def block(self, nanoseconds: int, frame: FrameType) -> None:
        now_ns = self._clock._now_ns
        task = asyncio.current_task(self)
        self.blockings.append(
            Blocking(
                seconds=nanoseconds / NANOSECONDS,
                at=now_ns / NANOSECONDS,
                file=frame.f_code.co_filename,
                line=frame.f_lineno,
                task=task.get_name() if task is not None else None,
            )
        )
        self._move_to(now_ns + nanoseconds)

    # Ends that a program cannot come to by itself.

    def interrupt(self, error: BaseException) -> None:
        """Make the loop raise ``error`` at the end of its turn; may be called from any thread."""
        self._interruption = error
        self._write_to_self()

    def _stall(self) -> None:
        waits, cycle = describe(asyncio.all_tasks(self), self._main)
        waits += self._waiting_workers()
        lines = [str(wait) for wait in waits]
        reason = "nothing is ready, no timer is set and nothing is in flight"
        if not self._clock.auto_advance and self._timers:
            first = self._timers[0][0] / NANOSECONDS
            reason = (
                f"auto-advance is off and nobody advances the clock (next timer at {first:g} s)"
            )
        if cycle:
            lines.append("cycle: " + " -> ".join((*cycle, cycle[0])))
        text = f"the loop stalled at {self.time():g} s: {reason}"
        message = "\n  ".join([text, *lines])
        self._fail(LoopStalledError(message, waits=waits, cycle=cycle))

    def _waiting_workers(self) -> tuple[Wait, ...]:
        members = self._crew.members if self._crew is not None else []
        return tuple(
            Wait(
                task=f"thread {worker.name}",
                waits_for="another thread" if worker.state is State.WAITING else "a lock",
                since=worker.since_ns / NANOSECONDS,
                file=worker.place.file if worker.place else None,
                line=worker.place.line if worker.place else None,
            )
            for worker in members
        )

    def _past_a_limit(self) -> None:
        steps = self._limits.steps
        if not self._limits.spinning:
            text = f"the program went on for {self.time():g} virtual seconds and {steps} steps"
            self._fail(LoopLimitError(text, seconds=self.time(), steps=steps))
            return
        runs: Counter[str] = Counter()
        places: dict[str, str] = {}
        for _ in range(20):
            self._count_spinning(runs, places)
        tasks = tuple(name for name, _ in runs.most_common())
        steps = self._limits.steps_at_this_instant
        text = f"the clock stood at {self.time():g} s for {steps} steps, run by " + (
            ", ".join(f"{name}{places[name]}" for name in tasks[:3]) or "callbacks"
        )
        self._fail(LoopBusyError(text, tasks=tasks, steps=steps, at=self.time()))

    def _count_spinning(self, runs: Counter[str], places: dict[str, str]) -> None:
        """Run one more turn and note which tasks take a step in it."""
        for handle in list(self._ready):
            task = getattr(handle._callback, "__self__", None)
            if isinstance(task, asyncio.Task):
                place = place_of(task)
                runs[task.get_name()] += 1
                places[task.get_name()] = f" at {place[0]}:{place[1]}" if place else ""
        for _ in range(len(self._ready)):
            handle = self._ready.popleft()
            if not handle._cancelled:
                handle._run()

    def _fail(self, error: CoroLessonsError) -> None:
        """Raise an error where the main task waits, or out of the loop if it waits nowhere."""
        self._limits.leave_room_to_clean_up(self._clock._now_ns)
        self._failures += 1
        # A program that swallows every error, time and again, is left without another chance.
        main = self._main if self._failures <= _MAX_FAILURES else None
        if not isinstance(main, asyncio.Task) or not self._throw_into(main, error):
            raise error

    def _throw_into(self, task: Any, error: BaseException) -> bool:
        """Wake a task with an exception, as if the future it waits on had failed.

        The future itself is left alone: others may wait for it, and it may be a task.
        """
        waiter = task._fut_waiter
        for wake, context in (waiter._callbacks or ()) if waiter is not None else ():
            if getattr(wake, "__self__", None) is task:
                failed = self.create_future()
                failed.set_exception(error)
                waiter.remove_done_callback(wake)
                if hasattr(waiter, "_children"):
                    # Nobody reads what becomes of this gather() now, and that is not its fault.
                    waiter.add_done_callback(lambda done: done.cancelled() or done.exception())
                self.call_soon(wake, failed, context=context)
                return True
        return False

    # Threads.

    def on_virtual_thread(self) -> bool:
        """Return whether the calling thread lives in this loop's time: the loop's, or a worker's."""
        return asyncio._get_running_loop() is self or current_worker() is not None

    def _write_to_self(self) -> None:
        self._posted.set()
        if self._crew is not None:
            self._crew.arrived.set()

    def take_in(self, stranger: Stranger) -> None:
        self._strangers.append(stranger)

    def _wait_for_strangers(self) -> bool:
        """Give the threads that the program itself started a moment of real time."""
        self._strangers = [thread for thread in self._strangers if thread.holds_the_clock()]
        if self._strangers:
            self._posted.wait(SLICE)
        return bool(self._strangers)

    def run_in_executor(
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        self._check_closed()
        if self._debug:
            self._check_callback(func, "run_in_executor")
        if executor is None:
            self._check_default_executor()
            executor = self._default_executor
        if executor is None:
            executor = ThreadPoolExecutor(_DEFAULT_WORKERS, thread_name_prefix="asyncio")
            self._default_executor = executor
        if self._crew is None:
            self._crew = Crew(self)
        return asyncio.wrap_future(self._crew.submit(executor, func, args), loop=self)

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 (asyncio's signature)
        """Wait for the calls under way, in virtual time; ``timeout`` is not needed for that."""
        self._executor_shutdown_called = True
        executor = self._default_executor
        if executor is None:
            return
        executor.shutdown(wait=False)
        for call in self._crew.calls_under_way() if self._crew is not None else ():
            ended = self.create_future()
            call.add_done_callback(lambda _, ended=ended: self._end_of_call(ended))
            await ended
        # What is left are idle threads, which end as soon as they are told.
        executor.shutdown(wait=True)

    def _end_of_call(self, ended: asyncio.Future[None]) -> None:
        if not self.is_closed():
            self.call_soon_threadsafe(lambda: ended.done() or ended.set_result(None))

    def close(self) -> None:
        if self.is_running():
            msg = "Cannot close a running event loop"
            raise RuntimeError(msg)
        if self.is_closed():
            return
        super().close()
        self._timers.clear()
        if self._crew is not None:
            self._crew.close()
        self._clock._detach(self)
        order_in_asyncio.leave()

    # Network.

    async def create_server(
        self, protocol_factory: Any, host: Any = None, port: Any = None, **kwargs: Any
    ) -> Any:
        return await self.network.create_server(protocol_factory, host, port, **kwargs)

    async def create_connection(
        self, protocol_factory: Any, host: Any = None, port: Any = None, **kwargs: Any
    ) -> Any:
        return await self.network.create_connection(protocol_factory, host, port, **kwargs)
