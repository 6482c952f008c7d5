"""Scheduling: what runs next, and what runs at which virtual time.

Rule: callbacks run in the order they were scheduled; timers by deadline, and timers with equal
deadlines in the order they were scheduled. (asyncio leaves ties open and its heap scrambles them.
On a real clock two deadlines are never equal; in virtual time they usually are.)
"""

from __future__ import annotations

import asyncio
import itertools
import math
from contextvars import copy_context
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any, TypeVarTuple

from ..clock import EXACT_BELOW, NANOSECONDS, VirtualClock, to_nanoseconds
from .internals import LoopInternals

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Context

Ts = TypeVarTuple("Ts")

# As in asyncio: many cancelled timeouts must not fill the heap until they are due.
_MIN_CANCELLED = 100


class TimerHandle(asyncio.TimerHandle):
    """asyncio's own, made and cancelled in one call instead of three: every sleep pays for it."""

    __slots__ = ()

    if TYPE_CHECKING:
        _loop: TimerLoop
        _scheduled: bool
        _source_traceback: list[Any] | None

    def __init__(
        self,
        when: float,
        callback: Callable[..., object],
        args: tuple[Any, ...],
        loop: TimerLoop,
        context: Context | None,
    ) -> None:
        if loop._debug:
            super().__init__(when, callback, args, loop, context)
            # The last one is to be the line that scheduled it.
            del (self._source_traceback or [])[-2:]
        else:
            self._context = copy_context() if context is None else context
            self._loop = loop
            self._callback: Any = callback
            self._args: Any = args
            self._cancelled = False
            self._repr: str | None = None
            self._source_traceback = None
            self._when = when
        self._scheduled = False

    def cancel(self) -> None:
        if self._cancelled:
            return
        if self._loop._debug:
            # What it was is told by its repr from now on.
            self._repr = repr(self)
        self._cancelled = True
        self._callback = self._args = None
        if self._scheduled:
            self._loop._timer_handle_cancelled(self)


class TimerLoop(LoopInternals):
    """The part of a loop that takes callbacks and timers in; it runs none of them."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__()
        self._clock = clock
        self._clock_resolution = 1 / NANOSECONDS
        # The number decides between equal deadlines, and spares comparing handles.
        self._timers: list[tuple[int, int, TimerHandle]] = []
        self._numbers = itertools.count()
        self._cancelled_timers = 0

    @property
    def clock(self) -> VirtualClock:
        """The clock this loop moves."""
        return self._clock

    def time(self) -> float:
        return self._clock._now_ns / NANOSECONDS

    def time_ns(self) -> int:
        """Now, in nanoseconds of virtual time, exactly."""
        return self._clock._now_ns

    def call_soon(
        self,
        callback: Callable[[*Ts], object],
        *args: *Ts,
        context: Context | None = None,
    ) -> asyncio.Handle:
        if self._debug or self._closed:
            handle = super().call_soon(callback, *args, context=context)
            _forget_last_frame(handle)
            return handle
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_later(
        self,
        delay: float,
        callback: Callable[[*Ts], object],
        *args: *Ts,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        # Not by way of call_at: a delay is exact whatever the date, a float deadline is not.
        if self._debug or self._closed:
            self._check_call(callback)
        if delay is None:
            msg = "delay must not be None"  # type: ignore[unreachable]
            raise TypeError(msg)
        if 0 <= delay < EXACT_BELOW:
            when_ns = self._clock._now_ns + round(delay * 1e9)
        elif delay == math.inf:
            return self._never(callback, args, context)
        else:
            when_ns = self._clock._now_ns + to_nanoseconds(max(delay, -EXACT_BELOW))
        timer = TimerHandle(when_ns / NANOSECONDS, callback, args, self, context)
        timer._scheduled = True
        heappush(self._timers, (when_ns, next(self._numbers), timer))
        return timer

    def call_at(
        self,
        when: float,
        callback: Callable[[*Ts], object],
        *args: *Ts,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        if self._debug or self._closed:
            self._check_call(callback)
        if when is None:
            msg = "when cannot be None"  # type: ignore[unreachable]
            raise TypeError(msg)
        if when == math.inf:
            return self._never(callback, args, context)
        when_ns = to_nanoseconds(when) if when != -math.inf else 0
        timer = TimerHandle(when, callback, args, self, context)
        timer._scheduled = True
        heappush(self._timers, (when_ns, next(self._numbers), timer))
        return timer

    def call_at_ns(self, when_ns: int, callback: Callable[[], object]) -> asyncio.TimerHandle:
        """Schedule a callback at an exact virtual time; also from a worker that has the turn."""
        timer = TimerHandle(when_ns / NANOSECONDS, callback, (), self, None)
        timer._scheduled = True
        heappush(self._timers, (when_ns, next(self._numbers), timer))
        return timer

    def _never(
        self, callback: Callable[..., object], args: tuple[Any, ...], context: Context | None
    ) -> asyncio.TimerHandle:
        """Return a timer that is in no heap: a wait for ever is nothing to come."""
        return TimerHandle(math.inf, callback, args, self, context)

    def _check_call(self, callback: Callable[..., object]) -> None:
        self._check_closed()
        self._check_thread()
        self._check_callback(callback, "call_at")

    def _next_deadline(self) -> int | None:
        """Return the earliest deadline, in nanoseconds, of a timer that was not cancelled."""
        timers = self._timers
        while timers and timers[0][2]._cancelled:
            heappop(timers)[2]._scheduled = False
            self._cancelled_timers -= 1
        return timers[0][0] if timers else None

    def _take_due_timers(self) -> None:
        """Make the timers ready whose time has come."""
        timers = self._timers
        now_ns = self._clock._now_ns
        while timers and timers[0][0] <= now_ns:
            timer = heappop(timers)[2]
            timer._scheduled = False
            if timer._cancelled:
                self._cancelled_timers -= 1
            else:
                self._ready.append(timer)

    def _take_due(self) -> list[tuple[int, int, TimerHandle]]:
        """Take the timers out that are due now, in order, with their deadlines and numbers."""
        timers = self._timers
        due = []
        while timers and timers[0][0] <= self._clock._now_ns:
            entry = heappop(timers)
            entry[2]._scheduled = False
            if entry[2]._cancelled:
                self._cancelled_timers -= 1
            else:
                due.append(entry)
        return due

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:  # noqa: ARG002
        self._cancelled_timers += 1
        timers = self._timers
        if self._cancelled_timers > _MIN_CANCELLED and self._cancelled_timers * 2 > len(timers):
            timers[:] = [entry for entry in timers if not entry[2]._cancelled]
            heapify(timers)
            self._cancelled_timers = 0


def _forget_last_frame(handle: asyncio.Handle) -> None:
    del (getattr(handle, "_source_traceback", None) or [])[-1:]
