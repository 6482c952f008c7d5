"""Ends that a program does not come to by itself.

Rule: a loop that can never go on says so at once, where its main task waits. What the program does
with that error is its own affair, but it cannot go on for ever.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from ..clock import NANOSECONDS
from ..errors import LoopBusyError, LoopLimitError, LoopStalledError
from .internals import is_task, waiter_of
from .limits import WIDE
from .spinning import BusyWait, LongInstant, who_runs
from .stalls import describe, function_of
from .suspended import place_of
from .tasks import TaskLoop

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..clock import VirtualClock
    from ..errors import Wait
    from .internals import AnyTask
    from .limits import Limits

# So often a program may swallow such an error before it gets no other chance.
_MAX_FAILURES = 3

_NAMES = 3
_LINES = 20


class EndingLoop(TaskLoop):
    """The part of a loop that finds reasons to stop, and stops its program."""

    def __init__(self, clock: VirtualClock, limits: Limits) -> None:
        super().__init__(clock)
        self._limits = limits
        self._start_ns = clock.time_ns()
        self._steps = 0
        self._steps_before = 0
        """Steps up to this instant."""
        self._allowed = limits.per_instant
        """Steps up to which nobody needs to look."""
        self._forgiven = 0, 0
        """An instant, and how many of its steps do not count."""
        self._busy_waits: list[BusyWait] = []
        self._long: LongInstant | None = None
        self._main: asyncio.Future[Any] | None = None
        self._interruption: BaseException | None = None
        self._failures = 0

    def run_until_complete(self, future: Any) -> Any:
        self._check_closed()
        self._check_running()
        new_task = not asyncio.isfuture(future)
        future = asyncio.ensure_future(future, loop=self)
        if new_task:
            # As in asyncio: who runs a coroutine is told by the exception, not by the log.
            future._log_destroy_pending = False
        self._main = future
        try:
            return super().run_until_complete(future)
        except BaseException:
            if new_task and future.done() and not future.cancelled():
                future.exception()
            raise
        finally:
            self._main = None

    def run_forever(self) -> None:
        try:
            super().run_forever()
        finally:
            self._interruption = None

    # Counting.

    @property
    def steps(self) -> int:
        """How many callbacks and steps of tasks have run so far, up to the last whole turn."""
        return self._steps

    def watch_for_busy_wait(
        self, at_most: int, tell: Callable[[LoopBusyError], None]
    ) -> Callable[[], None]:
        """Look for turns in a row in which nothing happens but that the same ones come round.

        When there are more than ``at_most``, or the loop's own limit is reached, ``tell`` is called
        between two turns, once. Return what ends the watch.
        """
        busy_wait = BusyWait(at_most, tell)
        self._busy_waits.append(busy_wait)
        self._limits.unseen = 0
        self._allowed = self._steps

        def end() -> None:
            self._busy_waits.remove(busy_wait)
            if not self._busy_waits:
                self._limits.unseen = self._limits.per_instant

        return end

    def _begin_to_count(self) -> None:
        self._steps_before = self._steps
        self._allowed = self._steps + self._limits.unseen

    # From outside.

    def interrupt(self, error: BaseException) -> None:
        """Stop the program: raise ``error`` where it waits, at the end of this turn of the loop.

        May be called from any thread; does nothing while the loop does not run. The second time,
        the error comes out of the loop itself.
        """
        if self.is_running():
            self._interruption = error
            self._allowed = -1
            self._write_to_self()

    @property
    def _interrupted(self) -> bool:
        """Whether there is an interruption that has not been raised yet."""
        return self._interruption is not None

    def _taken_interruption(self) -> BaseException | None:
        error, self._interruption = self._interruption, None
        return error

    # From inside.

    def _move_to(self, when_ns: int) -> None:
        """Move the clock to a later instant and count its steps anew, unless there is a limit."""
        steps = self._steps
        limits = self._limits
        if when_ns > limits.end_ns or steps > limits.steps:  # limits.forbid, without a call
            self._fail(self._limit_error())
        elif self._interruption is None:
            self._clock._now_ns = when_ns
            self._steps_before = steps
            self._allowed = steps + limits.unseen

    def _look_up(self, count: int) -> None:
        """Find out, after a turn of so many steps, whether the loop must stop."""
        error = self._taken_interruption()
        if error is not None:
            self._fail(error, chances=1)
        self._forgive(count)
        if self._stopping or (self._main is not None and self._main.done()):
            return
        steps = self._steps - self._steps_before
        for busy_wait in self._busy_waits:
            if busy_wait.note(self._ready):
                busy_wait.tell(self._busy_error(*who_runs(self._ready), steps))
        if steps > self._limits.per_instant + self._forgiven[1]:
            self._look_who_runs(steps)

    def _forgive(self, count: int) -> None:
        """Leave out what is too wide of a turn of so many steps."""
        now_ns = self._clock._now_ns
        at_ns, forgiven = self._forgiven
        too_wide = max(0, count - WIDE)
        self._forgiven = now_ns, too_wide + (forgiven if at_ns == now_ns else 0)
        self._allowed += too_wide

    def _look_who_runs(self, steps: int) -> None:
        """Look at a few more turns of an instant that is too long, and stop the program then."""
        now_ns = self._clock._now_ns
        if self._long is None or self._long.at_ns != now_ns:
            self._long = LongInstant(now_ns, steps)
        if self._long.note(self._ready):
            seen, self._long = self._long, None
            self._stop_busy(self._busy_error(seen.tasks, seen.callbacks, seen.steps))

    def _stop_busy(self, error: LoopBusyError) -> None:
        """Stop the program by whoever watches for it, or else as ever."""
        watching = next((each for each in reversed(self._busy_waits) if not each.told), None)
        if watching is None:
            self._fail(error)
        else:
            self._leave_room_to_clean_up()
            watching.tell(error)

    def _stall(self) -> None:
        """Tell the program that it waits for ever."""
        waits, cycle = describe(asyncio.all_tasks(self), self._main)
        waits += self._waiting_threads()
        reason = "nothing is ready, no timer is set and nothing is in flight"
        next_ns = self._next_deadline()
        if next_ns is not None:
            first = next_ns / NANOSECONDS
            reason = (
                f"auto-advance is off and nobody advances the clock (next timer at {first:.15g} s)"
            )
        lines = [f"the loop stalled at {self.time():.15g} s: {reason}", *map(str, waits[:_LINES])]
        if len(waits) > _LINES:
            lines.append(f"and {len(waits) - _LINES} more")
        if cycle:
            lines.append("cycle: " + " -> ".join((*cycle, cycle[0])))
        self._fail(LoopStalledError("\n  ".join(lines), waits=waits, cycle=cycle))

    def _waiting_threads(self) -> tuple[Wait, ...]:
        return ()

    def _limit_error(self) -> LoopLimitError:
        steps = self._steps
        seconds = (self.time_ns() - self._start_ns) / NANOSECONDS
        text = f"the program went on for {seconds:.15g} virtual seconds and {steps} steps"
        return LoopLimitError(text, seconds=seconds, steps=steps)

    def _busy_error(
        self, tasks: Sequence[AnyTask], callbacks: Sequence[str], steps: int
    ) -> LoopBusyError:
        places = [f"{task.get_name()}{_at(task)}" for task in tasks[:_NAMES]]
        who = ", ".join(places) or ("callbacks" if callbacks else "")
        text = f"the clock stood at {self.time():.15g} s for {steps} steps"
        text += f", run by {who}" if who else ""
        return LoopBusyError(
            text,
            tasks=tuple(task.get_name() for task in tasks),
            runs=tuple("" if task is self._main else function_of(task) for task in tasks),
            callbacks=tuple(callbacks),
            steps=steps,
            at=self.time(),
        )

    def _fail(self, error: BaseException, chances: int = _MAX_FAILURES) -> None:
        """Raise an error where the main task waits, or out of the loop if it waits nowhere."""
        self._leave_room_to_clean_up()
        self._failures += 1
        main = self._main if self._failures <= chances else None
        if not is_task(main) or not self._throw_into(main, error):
            raise error

    def _leave_room_to_clean_up(self) -> None:
        self._limits.leave_room_to_clean_up(self._steps, self.time_ns())
        self._begin_to_count()

    def _throw_into(self, task: AnyTask, error: BaseException) -> bool:
        """Wake a task with an exception, as if the future it waits on had failed.

        The future itself is left alone: others may wait for it, and it may be a task.
        """
        waiter = waiter_of(task)
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


def _at(task: AnyTask) -> str:
    place = place_of(task)
    return f" at {place[0]}:{place[1]}" if place else ""
