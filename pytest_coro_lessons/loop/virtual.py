"""The event loop in virtual time.

Rule: the clock moves only when nothing is ready and nothing is in flight, and then straight to the
next deadline: no turn of the loop is spent on waiting.

It is made of parts, each in a module of its own, from the lowest up: ``timers``, ``tasks``,
``ends``, ``threads``. Here they run.
"""

from __future__ import annotations

import asyncio
import time
from asyncio import base_events
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

from ..clock import NANOSECONDS, VirtualClock
from ..errors import ClockError
from .blocking import virtual_sleep
from .limits import MAX_SECONDS, MAX_STEPS, MAX_STEPS_PER_INSTANT, WIDE, limits_from
from .observer import opened
from .ordering import order_in_asyncio
from .tasks import Task, note_step
from .threads import ThreadedLoop
from .unsupported import NoSelector, RefusesTheRealWorld
from .workers.waits import virtual_threads

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ..network import Network
    from .observer import Observer


# What a program uses without asking its loop, and what must know of it all the same.
_PATCHES = (order_in_asyncio, virtual_sleep, virtual_threads)


class VirtualTimeLoop(RefusesTheRealWorld, ThreadedLoop):
    """An event loop whose time is a :class:`VirtualClock`.

    A loop factory: ``asyncio.Runner(loop_factory=VirtualTimeLoop)``. It needs no file, socket or
    signal of the operating system.
    """

    __module__ = "pytest_coro_lessons"

    # In the class, where freezegun does not look for clocks to replace.
    _real_time = staticmethod(time.perf_counter)

    _watch: Callable[[asyncio.Handle], None] | None = None
    """Runs the callbacks, if not they themselves."""

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

        Raises:
            ClockError: if the clock is taken, or a limit is not more than 0.
        """
        clock = VirtualClock() if clock is None else clock
        limits = limits_from(
            clock.time_ns(),
            max_steps_per_instant=max_steps_per_instant,
            max_steps=max_steps,
            max_seconds=max_seconds,
        )
        super().__init__(clock, limits)
        self._selector = NoSelector()
        self._drives: list[tuple[int, int, asyncio.Future[None]]] = []
        self._network: Network | None = None
        try:
            clock._attach(self)
        except BaseException:
            asyncio.BaseEventLoop.close(self)
            raise
        for patches in _PATCHES:
            patches.enter()
        for watcher in opened:
            watcher(self)

    def __repr__(self) -> str:
        return f"<VirtualTimeLoop at {self.time():.15g} s running={self.is_running()}>"

    # Running.

    def _run_once(self) -> None:  # noqa: C901 - in one piece: every step pays for a call
        if self._has_company and self._crew is not None:
            self._crew.take_turns()
        ready = self._ready
        if not ready and not self._stopping:
            self._wait_for_work()
        clock = self._clock
        now_ns = clock._now_ns
        timers = self._timers
        while timers and timers[0][0] <= now_ns:
            timer = heappop(timers)[2]
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
            if self._watch is None:
                handle._run()
            else:
                self._watch(handle)
            task = getattr(handle._callback, "__self__", None)
            if task.__class__ is Task:
                task.stepped_ns = clock._now_ns
            elif task is not None:
                note_step(task, clock._now_ns)
            task = None  # One that has ended must go now, or its exception is told of too late.
        handle = None  # An exception's traceback must not keep it alive.
        self._steps += count
        if self._steps > self._allowed or count > WIDE:
            self._look_up(count)

    def observe(self, observer: Observer | None) -> None:
        """Let ``observer`` run the callbacks and hear of the rest; with None nobody does."""
        self._observer = observer
        self._choose_watch()

    def set_debug(self, enabled: bool) -> None:  # noqa: FBT001 - as in asyncio
        super().set_debug(enabled)
        self._choose_watch()

    def _choose_watch(self) -> None:
        if self._debug:
            self._watch = self._run_timed
        else:
            self._watch = self._observer.run if self._observer is not None else None

    def _run_timed(self, handle: asyncio.Handle) -> None:
        """Run a callback in debug mode, which complains of slow ones.

        Slow is what takes real seconds, or virtual ones, by blocking.
        """
        self._current_handle = handle
        started, started_ns = self._real_time(), self.time_ns()
        try:
            if self._observer is None:
                handle._run()
            else:
                self._observer.run(handle)
        finally:
            self._current_handle = None
        seconds = self._real_time() - started + (self.time_ns() - started_ns) / NANOSECONDS
        if seconds >= self.slow_callback_duration:
            asyncios: Any = base_events
            what = asyncios._format_handle(handle)
            asyncios.logger.warning("Executing %s took %.3f seconds", what, seconds)
        del handle  # As above.

    def _wait_for_work(self) -> None:
        """With nothing ready, make something ready: by a timer, another thread or an error."""
        if not self._has_company and self._move_clock():
            return
        while not self._ready and not self._stopping and self._interruption is None:
            if self._has_company and self._company_goes_on():
                continue
            if self._move_clock():
                return
            if not self._somebody_may_come():
                self._stall()

    def _move_clock(self) -> bool:
        """Move the clock to the next deadline; return whether there is one."""
        if self._timers and not self._drives:
            # The usual case: nobody but the next timer has to be asked.
            when_ns, _, timer = self._timers[0]
            clock = self._clock
            if clock._auto_advance and not timer._cancelled and when_ns > clock._now_ns:
                self._move_to(when_ns)
                return True
        next_ns = self._next_deadline()
        drive_ns = self._next_drive()
        if next_ns is not None and (drive_ns is None or next_ns <= drive_ns):
            if next_ns > self._clock._now_ns:
                if drive_ns is None and not self._clock._auto_advance:
                    return False
                self._move_to(next_ns)
            return True
        if drive_ns is None:
            return False
        # All that was due on the way has run: what drove the clock goes on last.
        self._move_to(drive_ns)
        heappop(self._drives)[2].set_result(None)
        return True

    # Driven by the clock.

    def _drive_to(self, target_ns: int) -> Awaitable[None]:
        """Run timer by timer up to ``target_ns``: see :meth:`VirtualClock.advance`.

        Raises:
            ClockError: if another thread than the loop's asks for it while the loop runs.
        """
        inside = asyncio._get_running_loop() is self
        if not inside and self.is_running():
            msg = "a clock is advanced in its loop's own thread; in other threads, use time.sleep"
            raise ClockError(msg)
        arrived = asyncio.Future[None](loop=self)
        heappush(self._drives, (target_ns, next(self._numbers), arrived))
        if not inside:
            try:
                self.run_until_complete(arrived)
            finally:
                arrived.cancel()
        return arrived

    def _next_drive(self) -> int | None:
        drives = self._drives
        while drives and drives[0][2].done():
            heappop(drives)
        return drives[0][0] if drives else None

    def close(self) -> None:
        if self.is_running():
            msg = "Cannot close a running event loop"
            raise RuntimeError(msg)
        if self.is_closed():
            return
        super().close()
        if self._network is not None:
            self._network.close()
        self._timers.clear()
        self._drives.clear()
        self._clock._detach(self)
        for patches in _PATCHES:
            patches.leave()

    # Network.

    @property
    def network(self) -> Network:
        """The network in memory that this loop's servers and connections live on."""
        if self._network is None:
            # Imported here because few programs use it.
            from ..network import Network

            self._network = Network(self)
        return self._network

    async def create_server(
        self, protocol_factory: Any, host: Any = None, port: Any = None, **kwargs: Any
    ) -> Any:
        return await self.network.create_server(protocol_factory, host, port, **kwargs)

    async def create_connection(
        self, protocol_factory: Any, host: Any = None, port: Any = None, **kwargs: Any
    ) -> Any:
        return await self.network.create_connection(protocol_factory, host, port, **kwargs)
