"""The outside world of an exercise: operations with latencies in virtual time.

Rule: what a call waits for is decided in one place, ``World._wait``, so that other orders of the
answers than the nominal one can be tried.
"""

from __future__ import annotations

import asyncio
import inspect
import itertools
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

from ..diagnostics import shorten
from ..latency import Latency
from .callbacks import Callback, of_call
from .calls import Call
from .flight import InFlight
from .frames import awaiting_place, calling_frame
from .times import Count, Times

if TYPE_CHECKING:
    from .calls import Outcome

SecondsOf: TypeAlias = float | Callable[..., float]
Raises: TypeAlias = Exception | Callable[..., Exception | None] | None


class World:
    """The outside of one run: its operations and, in order, every call of them."""

    __module__ = "pytest_coro_lessons"

    def __init__(self, time_ns: Callable[[], int]) -> None:
        """Take the time from ``time_ns`` (such as ``clock.time_ns``); now is the origin."""
        self._time_ns = time_ns
        self._starts_and_ends = itertools.count()
        self.origin_ns = time_ns()
        self.operations: list[Operation] = []
        self.calls: list[Call] = []
        self.in_flight = InFlight(self.calls)
        self.learner_files: set[str] = set()
        """Files whose lines a call is attributed to, as in ``co_filename``; none = the caller."""

    def operation(
        self,
        name: str,
        *,
        seconds: SecondsOf = 1.0,
        lo: SecondsOf | None = None,
        hi: SecondsOf | None = None,
        returns: object = None,
        raises: Raises = None,
    ) -> Operation:
        """Make an operation that takes ``seconds``, then raises ``raises`` or returns ``returns``.

        Each of them is a value or a function of the call's arguments. The parameters of such a
        function are the operation's own: a call with other arguments is a ``TypeError``.

        Args:
            lo: the least seconds a call may take when other orders are explored; ``seconds`` if
                not given.
            hi: the most, likewise.
        """
        latency = (seconds, lo, hi)
        operation = Operation(self, name, latency=latency, returns=returns, raises=raises)
        self.operations.append(operation)
        return operation

    def callback(self, name: str, *, returns: object = None, raises: Raises = None) -> Callback:
        """Make a plain function that notes when it is called, and with what.

        ``returns`` and ``raises`` are as those of :meth:`operation`.
        """
        return Callback(self, name, returns=returns, raises=raises)

    @property
    def max_in_flight(self) -> Count:
        """The most calls, of all operations together, that were waiting at once."""
        return Count(self.in_flight.most, of=self.calls)

    async def _wait(self, call: Call, latency: Latency) -> None:
        """Wait as long as a call takes."""
        del call
        await asyncio.sleep(latency.nominal)

    def close(self) -> None:
        """Let go of every coroutine that was never awaited."""
        for call in self.calls:
            call.close()

    def _now_ns(self) -> int:
        """Return the nanoseconds since the origin."""
        return self._time_ns() - self.origin_ns

    def _start(self, call: Call) -> None:
        """Note that a call starts now."""
        call.start(self._now_ns(), next(self._starts_and_ends))

    def _pass(self, call: Call) -> None:
        """Note a call that starts and ends at once."""
        call.start(self._now_ns(), next(self._starts_and_ends))
        call.end(self._now_ns(), "ok", next(self._starts_and_ends))

    def _end(self, call: Call, outcome: Outcome, answer: object = None) -> None:
        """Note that a call ends now; the answer is not kept."""
        del answer
        call.end(self._now_ns(), outcome, next(self._starts_and_ends))


class Operation:
    """A simulated coroutine function; see :meth:`World.operation`.

    Every call is recorded, with the line that made it and when it started and ended.
    """

    __module__ = "pytest_coro_lessons"

    def __init__(
        self,
        world: World,
        name: str,
        *,
        latency: tuple[SecondsOf, SecondsOf | None, SecondsOf | None],
        returns: object,
        raises: Raises,
    ) -> None:
        self.__name__ = self.__qualname__ = name
        self.calls: list[Call] = []
        self.in_flight = InFlight(self.calls)
        self._world = world
        self._latency = latency
        self._returns = returns
        self._raises = raises
        self._signature = _signature_of(*latency, returns, raises)
        _mark_as_coroutine_function(self)

    def __repr__(self) -> str:
        return f"<operation {self.__name__}>"

    def __call__(self, *args: Any, **kwargs: Any) -> Coroutine[Any, Any, Any]:
        """Record the call and return its coroutine; nothing runs before that is awaited."""
        __tracebackhide__ = True
        self._check_arguments(args, kwargs)
        frame = calling_frame(sys._getframe(1), self._world.learner_files)
        file, line = frame.f_code.co_filename, frame.f_lineno
        call = Call(self.__name__, args, kwargs, self._world._now_ns(), file, line)
        coroutine = self._run(call)
        _rename(coroutine, self.__name__)
        call.hold(coroutine)
        self.calls.append(call)
        self._world.calls.append(call)
        return coroutine

    @property
    def max_in_flight(self) -> Count:
        """The most calls of this operation that were waiting at once."""
        return Count(self.in_flight.most, of=self.calls)

    @property
    def starts(self) -> Times:
        """When each call started, in the order of the calls; without those that never did."""
        times = (call.started_at for call in self.calls if call.started_at is not None)
        return Times(times, of=self.calls)

    @property
    def ends(self) -> Times:
        """When each call ended, in the order of the calls; without those that never did."""
        times = (call.ended_at for call in self.calls if call.ended_at is not None)
        return Times(times, of=self.calls)

    def called_with(self, *args: object) -> list[Call]:
        """Return the calls whose first arguments are these, in the order of the calls."""
        return [call for call in self.calls if call.args[: len(args)] == args]

    async def _run(self, call: Call) -> Any:
        __tracebackhide__ = True
        self._start(call)
        try:
            seconds = [of_call(value, call) for value in self._latency]
            await self._world._wait(call, Latency.of(self.__name__, *seconds))
            error = of_call(self._raises, call)
            if error is not None:
                raise error
            answer = of_call(self._returns, call)
        except asyncio.CancelledError:
            self._world._end(call, "cancelled")
            raise
        except BaseException as error:
            call.error = shorten(error)
            self._world._end(call, "failed")
            raise
        self._world._end(call, "ok", answer)
        return answer

    def _start(self, call: Call) -> None:
        task = asyncio.current_task()
        call.task = task.get_name() if task else None
        call.awaited_in = awaiting_place(sys._getframe(1), task, self._world.learner_files)
        self._world._start(call)

    def _check_arguments(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        __tracebackhide__ = True
        if self._signature is None:
            return
        try:
            self._signature.bind(*args, **kwargs)
        except TypeError as error:
            msg = f"{self.__name__}() {error}"
            raise TypeError(msg) from None


# What runs a call: tells an operation's coroutine from any other.
OPERATION_CODE = Operation._run.__code__


def call_of(coroutine: Any) -> Call | None:
    """Return the call that a coroutine was made for, while the coroutine has not ended."""
    frame = coroutine.cr_frame if getattr(coroutine, "cr_code", None) is OPERATION_CODE else None
    return None if frame is None else frame.f_locals["call"]


def raised_by_operation(error: BaseException) -> bool:
    """Tell whether an error came out of an operation that was told to fail."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    return traceback is not None and traceback.tb_frame.f_code is OPERATION_CODE


def _rename(coroutine: Any, name: str) -> None:
    # Both show: the one in Python's own messages, the other in tracebacks.
    coroutine.__qualname__ = coroutine.__name__ = name


def _signature_of(*values: object) -> inspect.Signature | None:
    for value in values:
        if callable(value) and not isinstance(value, type):
            with suppress(ValueError):  # some built-in functions have none
                return inspect.signature(value)
    return None


def _mark_as_coroutine_function(operation: Any) -> None:
    if sys.version_info >= (3, 12):
        inspect.markcoroutinefunction(operation)
    else:
        # Python 3.11 knows such a mark in asyncio only.
        mark = asyncio.coroutines._is_coroutine  # type: ignore[attr-defined]
        operation._is_coroutine = mark
