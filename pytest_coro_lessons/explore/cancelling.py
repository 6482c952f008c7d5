"""The block that a sweep cancels."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

from ..clock import NANOSECONDS, to_nanoseconds
from ..diagnostics import CheckFailed, Diagnostic, shorten
from ..errors import CoroLessonsError
from ..loop.internals import old_requests
from .loop import ExploringLoop

if TYPE_CHECKING:
    from types import TracebackType

    from ..diagnostics import JsonValue


class cancelled_somewhere:  # noqa: N801 - reads as a sentence: `with cancelled_somewhere():`
    """Mark a block of a coroutine, in which a sweep cancels the current task.

    Each run of the sweep cancels at another of the block's suspension points, some at two of them.
    The block passes when ``CancelledError`` comes out of it; the exception ends here, and what
    comes after the block can be checked. In any other run nothing is cancelled.

    Args:
        within: virtual seconds that may pass from the (first) cancellation to the end of the block;
            any number if not given.

    Attributes:
        happened: Whether the task was cancelled in this run.

    Raises:
        CheckFailed: CL301 when the cancellation is swallowed or becomes another exception, CL302
            when it comes out late.
    """

    __module__ = "pytest_coro_lessons"

    def __init__(self, *, within: float | None = None) -> None:
        self._within = within
        self._loop: ExploringLoop | None = None
        self._requests = 0
        self._cancelled_ns = 0
        self._start_ns = 0
        self._place: tuple[str | None, int | None] = (None, None)

    @property
    def happened(self) -> bool:
        return self._requests > 0

    def __enter__(self) -> Self:
        __tracebackhide__ = True
        loop = asyncio.get_running_loop()
        task = asyncio.current_task()
        if task is None:
            msg = "cancelled_somewhere() is about the current task, and there is none here"
            raise RuntimeError(msg)
        self._task = task
        self._before = task.cancelling()
        if isinstance(loop, ExploringLoop):
            self._loop = loop
            self._start_ns = loop.time_ns()
            loop.sweep(self._cancel)
        return self

    def _cancel(self, point: int) -> None:
        assert self._loop is not None, "unreachable because only an exploring loop calls it"
        place = self._loop.witness.cancelled(self._task, point)
        if not self._requests:
            self._cancelled_ns = self._loop.time_ns()
            self._place = place
            self._before = max(self._before, old_requests(self._task))
        self._requests += 1
        self._task.cancel()

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        __tracebackhide__ = True
        if self._loop is None:
            return False
        self._loop.end_sweep(self._cancel)
        if not self._requests:
            return False
        for _ in range(self._requests):
            others = self._task.uncancel() > self._before
        if isinstance(exc, asyncio.CancelledError):
            self._check_delay(exc)
            return not others
        if exc is None:
            raise CheckFailed(self._found("CL301"))
        if isinstance(exc, Exception) and not isinstance(exc, CheckFailed | CoroLessonsError):
            raise CheckFailed(self._found("CL301", case="error", error=shorten(exc))) from exc
        return False

    def _check_delay(self, exc: BaseException) -> None:
        __tracebackhide__ = True
        if self._within is None or self._loop is None:
            return
        if self._loop.time_ns() - self._cancelled_ns > to_nanoseconds(self._within):
            raise CheckFailed(self._found("CL302", allowed=float(self._within))) from exc

    def _found(self, code: str, **more: JsonValue) -> Diagnostic:
        now_ns = self._loop.time_ns() if self._loop is not None else 0
        at, ended = ((ns - self._start_ns) / NANOSECONDS for ns in (self._cancelled_ns, now_ns))
        return Diagnostic(code, {"at": at, "ended": ended, **more}, *self._place)
