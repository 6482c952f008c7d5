"""What a block leaves behind: tasks, coroutines, threads, and a loop that could not run."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Self

from ..diagnostics import CheckFailed, Diagnostic
from ..evidence import (
    NeverAwaited,
    NewThreads,
    Origins,
    Unawaited,
    about_blockings,
    about_left_running,
    about_never_awaited,
    leaked_tasks,
    place_in_stack,
    tasks_now,
)
from .now import clock_or_loops, in_seconds

if TYPE_CHECKING:
    from types import TracebackType

    from ..loop import Blocking
    from ..operations import Operation


class _AtTheEnd(ABC):
    """A block that is judged by what it leaves behind, unless it raises.

    The verdict of a check inside the block gives way: what was left behind is the graver finding,
    and mostly the cause of the other.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.__module__ = "pytest_coro_lessons"

    def __enter__(self) -> Self:
        __tracebackhide__ = True
        self._begin()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        __tracebackhide__ = True
        found = self._end()
        if not found or (isinstance(exc, CheckFailed) and exc.diagnostic is found[0]):
            return
        if exc is None or isinstance(exc, CheckFailed):
            raise CheckFailed(found[0]) from exc

    @abstractmethod
    def _begin(self) -> None: ...

    @abstractmethod
    def _end(self) -> list[Diagnostic]: ...


class left_nothing_running(_AtTheEnd):  # noqa: N801 - reads as a sentence
    """Check that every task made in a block has ended when the block ends.

    Raises:
        CheckFailed: CL402, or CL403 for tasks that were cancelled but not awaited.
    """

    def _begin(self) -> None:
        self._before = tasks_now()
        self._clock = clock_or_loops(None)
        self._start_ns = self._clock.time_ns()
        self._origins = Origins()
        self._origins.__enter__()

    def _end(self) -> list[Diagnostic]:
        self._origins.__exit__(None, None, None)
        at = in_seconds(self._clock.time_ns() - self._start_ns)
        return about_left_running(leaked_tasks(self._before, at=at), case="block")


class everything_awaited(_AtTheEnd):  # noqa: N801 - reads as a sentence
    """Check that no coroutine made in a block is thrown away before it was awaited.

    A coroutine that somebody still holds may be awaited later and is not judged. The calls of
    simulated operations are held by their records; name the operations to have them judged.

    Raises:
        CheckFailed: CL401.
    """

    def __init__(self, *operations: Operation) -> None:
        self._operations = operations

    def _begin(self) -> None:
        self._made_before = [len(operation.calls) for operation in self._operations]
        self._unawaited = Unawaited()
        self._unawaited.__enter__()

    def _end(self) -> list[Diagnostic]:
        self._unawaited.__exit__(None, None, None)
        new = [
            call
            for operation, before in zip(self._operations, self._made_before, strict=True)
            for call in operation.calls[before:]
        ]
        dropped = [
            NeverAwaited(call.operation, str(call), call.file, call.line, dropped=True)
            for call in new
            if call.dropped
        ]
        return about_never_awaited([*dropped, *self._unawaited.found])


class never_blocked(_AtTheEnd):  # noqa: N801 - reads as a sentence
    """Check that nothing in a block holds the thread of a virtual loop, as ``time.sleep`` does.

    Raises:
        CheckFailed: CL501.
    """

    def _begin(self) -> None:
        loop: Any = asyncio.get_running_loop()
        self._blockings: list[Blocking] = loop.blockings
        self._before = len(self._blockings)

    def _end(self) -> list[Diagnostic]:
        return about_blockings(self._blockings[self._before :])


class no_new_threads(_AtTheEnd):  # noqa: N801 - reads as a sentence
    """Check that a block starts no thread.

    The check fails where the first one would start, and that thread does not start: code in it
    could take real time. A block that swallows the failure fails at its end.

    Raises:
        CheckFailed: CL406.
    """

    def _begin(self) -> None:
        self._found: list[Diagnostic] = []
        self._threads = NewThreads(self._fail)
        self._threads.__enter__()

    def _end(self) -> list[Diagnostic]:
        self._threads.__exit__(None, None, None)
        return self._found

    def _fail(self) -> None:
        __tracebackhide__ = True
        file, line = place_in_stack()
        found = Diagnostic("CL406", {}, file, line)
        self._found.append(found)
        raise CheckFailed(found)
