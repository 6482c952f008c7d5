"""Simulated operations: the outside world of an exercise, with latencies in virtual time.

An operation looks like a coroutine function to the code that calls it. Every call is recorded with
the line that made it, and when it started and ended.

Rule: the latency of a call is decided in one place, ``World.latency``, so that other schedules than
the nominal one can be tried.
"""

from __future__ import annotations

import asyncio
import inspect
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from .diagnostics import clip, shorten

if TYPE_CHECKING:
    from types import FrameType

_NANOSECONDS = 1_000_000_000

Outcome: TypeAlias = Literal["not_started", "running", "ok", "failed", "cancelled"]
Seconds: TypeAlias = float | Callable[..., float]
Raises: TypeAlias = Exception | Callable[..., Exception | None] | None


def _seconds(nanoseconds: int | None) -> float | None:
    return None if nanoseconds is None else nanoseconds / _NANOSECONDS


@dataclass(slots=True, eq=False)
class Call:
    """One call of an operation; times count from the origin of its world."""

    operation: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    called_ns: int
    file: str
    line: int
    started_ns: int | None = None
    ended_ns: int | None = None
    started_order: int = 0
    """How many calls of its world had started when this one did."""
    task: str | None = None
    """Name of the task that ran the call."""
    awaited_file: str | None = None
    awaited_line: int | None = None
    """Where the learner's code waited for the call; None when no single line did."""
    error: str | None = None
    """What the call raised, shortened; not the exception, whose frames would stay alive with it."""
    _outcome: Outcome = "not_started"
    # Held until the coroutine starts: what is still here at the end of a run was never awaited,
    # and no garbage collection is needed to know it.
    _coroutine: Coroutine[Any, Any, Any] | None = field(default=None, repr=False)

    def __str__(self) -> str:
        shown = [shorten(arg) for arg in self.args]
        shown += [f"{name}={shorten(arg)}" for name, arg in self.kwargs.items()]
        return clip(f"{self.operation}({', '.join(shown)})")

    @property
    def called_at(self) -> float:
        return self.called_ns / _NANOSECONDS

    @property
    def started_at(self) -> float | None:
        return _seconds(self.started_ns)

    @property
    def ended_at(self) -> float | None:
        return _seconds(self.ended_ns)

    @property
    def outcome(self) -> Outcome:
        """How the call went; a task cancelled before its first step never starts its call."""
        if self._coroutine is not None and _is_closed(self._coroutine):
            return "cancelled"
        return self._outcome

    @property
    def never_awaited(self) -> bool:
        """Whether the call's coroutine exists and nobody ever ran it."""
        return self.outcome == "not_started"

    @property
    def dropped(self) -> bool:
        """Whether it was never awaited and nobody but this record holds its coroutine."""
        # One reference is this record's, one is getrefcount's argument.
        return self.never_awaited and sys.getrefcount(self._coroutine) <= 2

    def close(self) -> None:
        """Let go of a coroutine that was never awaited, without Python's warning about it."""
        if self._coroutine is not None:
            self._coroutine.close()
            self._coroutine = None


def _is_closed(coroutine: Coroutine[Any, Any, Any]) -> bool:
    return inspect.getcoroutinestate(coroutine) == inspect.CORO_CLOSED


class InFlight:
    """Counts what is in flight, and remembers when each number was first reached."""

    def __init__(self) -> None:
        self.now = 0
        self._reached_ns: list[int] = []

    @property
    def most(self) -> int:
        return len(self._reached_ns)

    def reached_ns(self, number: int) -> int | None:
        """Return when ``number`` were first in flight at once, if they ever were."""
        return self._reached_ns[number - 1] if 0 < number <= self.most else None

    def enter(self, at_ns: int) -> None:
        self.now += 1
        if self.now > self.most:
            self._reached_ns.append(at_ns)

    def leave(self) -> None:
        self.now -= 1


class World:
    """The outside of one run: its operations and, in order, every call of them."""

    __module__ = "pytest_coro_lessons"

    def __init__(self, time_ns: Callable[[], int]) -> None:
        """Take the time from ``time_ns`` (such as ``clock.time_ns``); now is the origin."""
        self._time_ns = time_ns
        self.origin_ns = time_ns()
        self.operations: list[Operation] = []
        self.calls: list[Call] = []
        self.in_flight = InFlight()
        self._started = 0
        self.learner_files: set[str] = set()
        """Files whose lines a call is attributed to, as in ``co_filename``; none = the caller."""

    def operation(
        self,
        name: str,
        *,
        seconds: Seconds = 1.0,
        returns: object = None,
        raises: Raises = None,
    ) -> Operation:
        """Make an operation that takes ``seconds``, then raises ``raises`` or returns ``returns``.

        Each of the three is a value or a function of the call's arguments; the names of those
        functions' parameters are then the operation's own, and other arguments are a TypeError.
        """
        operation = Operation(self, name, seconds=seconds, returns=returns, raises=raises)
        self.operations.append(operation)
        return operation

    @property
    def max_in_flight(self) -> int:
        """The most calls, of all operations together, that were waiting at once."""
        return self.in_flight.most

    def now_ns(self) -> int:
        return self._time_ns() - self.origin_ns

    def count_start(self) -> int:
        """Return how many calls started before this one."""
        self._started += 1
        return self._started - 1

    def latency(self, call: Call, nominal: float) -> float:
        """Decide how many seconds a call takes."""
        del call
        return nominal

    def close(self) -> None:
        """Let go of every coroutine that was never awaited."""
        for call in self.calls:
            call.close()


class Operation:
    """A simulated ``async`` function; see :meth:`World.operation`."""

    __module__ = "pytest_coro_lessons"

    def __init__(
        self, world: World, name: str, *, seconds: Seconds, returns: object, raises: Raises
    ) -> None:
        self.__name__ = self.__qualname__ = name
        self.calls: list[Call] = []
        self.in_flight = InFlight()
        self._world = world
        self._latency = seconds
        self._returns = returns
        self._raises = raises
        self._signature = _signature_of(seconds, returns, raises)
        _mark_as_coroutine_function(self)

    def __repr__(self) -> str:
        return f"<operation {self.__name__}>"

    def __call__(self, *args: Any, **kwargs: Any) -> Coroutine[Any, Any, Any]:
        """Record the call and return its coroutine; nothing runs before that is awaited."""
        __tracebackhide__ = True
        self._check_arguments(args, kwargs)
        frame = _learner_frame(sys._getframe(1), self._world.learner_files) or sys._getframe(1)
        call = Call(
            self.__name__,
            args,
            kwargs,
            self._world.now_ns(),
            file=frame.f_code.co_filename,
            line=frame.f_lineno,
        )
        coroutine = self._run(call)
        coroutine.__name__ = coroutine.__qualname__ = self.__name__
        call._coroutine = coroutine
        self.calls.append(call)
        self._world.calls.append(call)
        return coroutine

    @property
    def max_in_flight(self) -> int:
        """The most calls of this operation that were waiting at once."""
        return self.in_flight.most

    @property
    def starts(self) -> list[float]:
        """When each call started, in the order of the calls; without those that never did."""
        return [call.started_at for call in self.calls if call.started_at is not None]

    @property
    def ends(self) -> list[float]:
        """When each call ended, in the order of the calls; without those that never did."""
        return [call.ended_at for call in self.calls if call.ended_at is not None]

    async def _run(self, call: Call) -> Any:
        __tracebackhide__ = True
        self._start(call)
        try:
            nominal = _of_call(self._latency, call)
            await asyncio.sleep(self._world.latency(call, nominal))
            error = _of_call(self._raises, call)
            if error is not None:
                raise error
            answer = _of_call(self._returns, call)
        except asyncio.CancelledError:
            self._end(call, "cancelled")
            raise
        except BaseException as error:
            call.error = shorten(error)
            self._end(call, "failed")
            raise
        self._end(call, "ok")
        return answer

    def _start(self, call: Call) -> None:
        call._coroutine = None
        call._outcome = "running"
        call.started_ns = self._world.now_ns()
        call.started_order = self._world.count_start()
        task = asyncio.current_task()
        call.task = task.get_name() if task else None
        frame = _awaiting_frame(sys._getframe(1), task, self._world.learner_files)
        if frame:
            call.awaited_file, call.awaited_line = frame.f_code.co_filename, frame.f_lineno
        self.in_flight.enter(call.started_ns)
        self._world.in_flight.enter(call.started_ns)

    def _end(self, call: Call, outcome: Outcome) -> None:
        call._outcome = outcome
        call.ended_ns = self._world.now_ns()
        self.in_flight.leave()
        self._world.in_flight.leave()

    def _check_arguments(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        __tracebackhide__ = True
        if self._signature is None:
            return
        try:
            self._signature.bind(*args, **kwargs)
        except TypeError as error:
            msg = f"{self.__name__}() {error}"
            raise TypeError(msg) from None


def raised_by_operation(error: BaseException) -> bool:
    """Tell whether an error came out of an operation that was told to fail."""
    traceback = error.__traceback__
    while traceback and traceback.tb_next:
        traceback = traceback.tb_next
    return traceback is not None and traceback.tb_frame.f_code is Operation._run.__code__


def _of_call(value: Any, call: Call) -> Any:
    __tracebackhide__ = True
    return value(*call.args, **call.kwargs) if callable(value) else value


def _signature_of(*values: object) -> inspect.Signature | None:
    for value in values:
        if callable(value) and not isinstance(value, type):
            with suppress(ValueError):  # some built-in functions have none
                return inspect.signature(value)
    return None


def _mark_as_coroutine_function(operation: Operation) -> None:
    if sys.version_info >= (3, 12):
        inspect.markcoroutinefunction(operation)
    else:
        # Python 3.11 knows such a mark in asyncio only.
        operation._is_coroutine = asyncio.coroutines._is_coroutine


_AWAITING = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR | inspect.CO_ITERABLE_COROUTINE


def _learner_frame(frame: FrameType | None, files: set[str]) -> FrameType | None:
    while frame and files and frame.f_code.co_filename not in files:
        frame = frame.f_back
    return frame


def _awaiting_frame(
    running: FrameType, task: asyncio.Task[Any] | None, files: set[str]
) -> FrameType | None:
    """Find the frame of the learner that waits for the coroutine that has just started.

    It is below in the stack when the coroutine is awaited directly. When it is a task of its own,
    the frame is in the one task that waits for it, if there is one.
    """
    frame = running.f_back
    while frame and frame.f_code.co_flags & _AWAITING:
        if not files or frame.f_code.co_filename in files:
            return frame
        frame = frame.f_back
    for callback, _ in getattr(task, "_callbacks", None) or ():
        # asyncio adds the wake-up of the task that waits, a method of that task.
        owner = getattr(callback, "__self__", None)
        if isinstance(owner, asyncio.Task):
            return _suspended_frame(owner.get_coro(), files)
    return None


def _suspended_frame(coroutine: Any, files: set[str]) -> FrameType | None:
    found = None
    while coroutine is not None:
        frame: FrameType | None = getattr(coroutine, "cr_frame", None)
        if frame and (not files or frame.f_code.co_filename in files):
            found = frame
        coroutine = getattr(coroutine, "cr_await", None)
    return found
