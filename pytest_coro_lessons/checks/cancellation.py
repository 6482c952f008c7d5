"""What a coroutine does when it is cancelled from outside, and what it cancels itself."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self
from weakref import WeakKeyDictionary

from ..diagnostics import CheckFailed, Diagnostic, Facts, JsonValue, shorten
from ..errors import CoroLessonsError
from ..loop.internals import old_requests
from ..operations import shown
from .now import clock_or_loops, in_ns, in_seconds
from .subjects import Bars, proof

if TYPE_CHECKING:
    from types import TracebackType

    from .subjects import Bar, Subject


_open_blocks: WeakKeyDictionary[asyncio.Task[object], list[cancelled_at]] = WeakKeyDictionary()


class cancelled_at:  # noqa: N801 - reads as a sentence: `with cancelled_at(0.5):`
    """Cancel the current task so many seconds after the block starts, and see how the block ends.

    The block passes when ``CancelledError`` comes out of it at that very instant, or at most
    ``within`` seconds later; the exception ends here. Any other cancellation goes on.

    Example:
        async def test_stops_when_it_is_told_to(world):
            fetch = world.operation("fetch", seconds=10)

            with cancelled_at(0.5):
                await fetch("a")

            ended_at(fetch, 0.5)

    Raises:
        CheckFailed: CL301 when the cancellation is swallowed, CL302 when it comes out late, CL303
            when the block ends before it is cancelled.
    """

    __module__ = "pytest_coro_lessons"

    def __init__(self, seconds: float, *, within: float = 0.0) -> None:
        self._seconds = seconds
        self._within = within
        self._cancelled_ns: int | None = None

    def __enter__(self) -> Self:
        __tracebackhide__ = True
        loop = asyncio.get_running_loop()
        task = asyncio.current_task()
        if task is None:
            msg = "cancelled_at() cancels the current task, and there is none here"
            raise RuntimeError(msg)
        self._task = task
        self._requests = task.cancelling()
        around = _open_blocks.setdefault(task, [])
        self._around = list(around)
        around.append(self)
        self._clock = clock_or_loops(None)
        self._start_ns = self._clock.time_ns()
        self._timer = loop.call_later(self._seconds, self._cancel)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        __tracebackhide__ = True
        self._timer.cancel()
        _open_blocks[self._task].remove(self)
        ended_ns = self._clock.time_ns()
        if self._cancelled_ns is None:
            if exc is None:
                raise CheckFailed(self._found("CL303", ended_ns))
            return False
        others = self._task.uncancel() > self._requests
        # The same exception answers a block around this one that has cancelled as well.
        others = others or any(block._cancelled_ns is not None for block in self._around)  # noqa: SLF001 - of this class
        if isinstance(exc, asyncio.CancelledError):
            if ended_ns - self._cancelled_ns > in_ns(self._within):
                raise CheckFailed(
                    self._found("CL302", ended_ns, allowed=float(self._within))
                ) from exc
            return not others
        if exc is None:
            raise CheckFailed(self._found("CL301", ended_ns))
        if isinstance(exc, Exception) and not isinstance(exc, CheckFailed | CoroLessonsError):
            error = shorten(exc)
            raise CheckFailed(self._found("CL301", ended_ns, case="error", error=error)) from exc
        return False

    def _cancel(self) -> None:
        self._cancelled_ns = self._clock.time_ns()
        self._requests = max(self._requests, old_requests(self._task))
        self._task.cancel()

    def _found(self, code: str, ended_ns: int, **more: JsonValue) -> Diagnostic:
        at, ended = float(self._seconds), in_seconds(ended_ns - self._start_ns)
        facts: Facts = {"at": at, "ended": ended, **more}
        facts["spans"] = [
            {"name": f"with cancelled_at({shown(at)}):", "start": 0.0, "end": ended},
            {"name": "cancel()", "start": at, "end": at},
        ]
        return Diagnostic(code, facts)


def was_cancelled(subject: Subject, *, at: float | None = None) -> None:
    """Check that each one was cancelled and has ended by it, at a time if one is given.

    Example:
        async def test_the_slower_one_is_cancelled(world):
            fetch = world.operation("fetch", seconds=lambda name: len(name))

            async with asyncio.TaskGroup() as group:
                slow = group.create_task(fetch("slow"))
                await fetch("a")
                slow.cancel()

            was_cancelled(fetch.called_with("slow"), at=1.0)

    Raises:
        CheckFailed: CL304 for one that ended otherwise or not at all, CL305 for one that was
            cancelled at another time.
    """
    __tracebackhide__ = True
    bars = Bars(subject)
    if not bars.all:
        raise CheckFailed(Diagnostic("CL304", {"name": bars.name, "case": "none"}))
    for bar in bars.all:
        facts: Facts = {"name": bar.name, "ended": bar.end, "spans": proof([bar])}
        if bar.outcome != "cancelled":
            facts["case"] = bar.outcome
            raise CheckFailed(Diagnostic("CL304", facts, bar.file, bar.line))
        if at is not None and not _ended_at(bar, at):
            facts["expected"] = float(at)
            raise CheckFailed(Diagnostic("CL305", facts, bar.file, bar.line))


def _ended_at(bar: Bar, at: float) -> bool:
    # Cancelled before its first step, it has no times of its own.
    return bar.end_ns is None or bar.end_ns == in_ns(at)
