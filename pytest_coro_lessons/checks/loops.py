"""How a block treats the event loop: whether it lets others run, and how often it runs itself."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

from ..diagnostics import CheckFailed, Diagnostic, Facts
from ..errors import LoopBusyError, UnsupportedError
from ..evidence import about_blockings, about_busy
from ..loop import VirtualTimeLoop
from .blocks import AtTheEnd

if TYPE_CHECKING:
    from types import TracebackType

    from ..loop import Blocking

_TURNS = 10_000


class never_blocked(AtTheEnd):  # noqa: N801 - reads as a sentence
    """Check that nothing in a block holds the thread of a virtual loop, as ``time.sleep`` does.

    Example:
        async def test_lets_others_run():
            with never_blocked():
                await asyncio.sleep(1)

    Raises:
        CheckFailed: CL501.
    """

    def _begin(self) -> None:
        self._blockings: list[Blocking] = _virtual_loop("never_blocked()").blockings
        self._before = len(self._blockings)

    def _end(self) -> list[Diagnostic]:
        return about_blockings(self._blockings[self._before :])


class no_busy_wait:  # noqa: N801 - reads as a sentence: `with no_busy_wait():`
    """Check that nothing in a block asks again and again while time stands still.

    What proves a busy wait is that turn after turn of the loop the same tasks and callbacks come
    round, and nothing else happens. Much work at one instant is none: thousands of tasks, or of
    items in a queue.

    Example:
        async def test_is_woken_by_the_event():
            event = asyncio.Event()
            asyncio.get_running_loop().call_later(1, event.set)

            with no_busy_wait():
                await event.wait()

    Raises:
        CheckFailed: CL503. The task of the block is cancelled for it, at the ``await`` it is at.
    """

    __module__ = "pytest_coro_lessons"

    def __init__(self, *, at_most: int = _TURNS) -> None:
        """Allow at most so many turns of a virtual loop in which nothing else happens."""
        self._at_most = at_most
        self._found: LoopBusyError | None = None

    def __enter__(self) -> Self:
        __tracebackhide__ = True
        loop = _virtual_loop("no_busy_wait()")
        self._task = asyncio.current_task()
        self._end_watch = loop.watch_for_busy_wait(self._at_most, self._stop)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        __tracebackhide__ = True
        self._end_watch()
        if self._found is not None and self._task is not None:
            self._task.uncancel()
        found = exc if isinstance(exc, LoopBusyError) else self._found
        if found is not None:
            raise CheckFailed(about_busy(found)) from exc

    def _stop(self, found: LoopBusyError) -> None:
        if self._found is None and self._task is not None:
            self._found = found
            self._task.cancel()


class within_steps(AtTheEnd):  # noqa: N801 - reads as a sentence: `with within_steps(40):`
    """Check that a virtual loop runs at most so many callbacks and steps of tasks in a block.

    Example:
        async def test_is_woken_once():
            with within_steps(10):
                await asyncio.sleep(3600)

    Raises:
        CheckFailed: CL506.
    """

    def __init__(self, steps: int) -> None:
        self._at_most = steps

    def _begin(self) -> None:
        self._loop = _virtual_loop("within_steps()")
        self._before = self._loop.steps

    def _end(self) -> list[Diagnostic]:
        steps = self._loop.steps - self._before
        if steps <= self._at_most:
            return []
        facts: Facts = {"steps": steps, "at_most": self._at_most, "more": steps - self._at_most}
        return [Diagnostic("CL506", facts)]


def _virtual_loop(check: str) -> VirtualTimeLoop:
    __tracebackhide__ = True
    loop = asyncio.get_running_loop()
    if isinstance(loop, VirtualTimeLoop):
        return loop
    msg = f"{check} needs a virtual loop, not {type(loop).__name__}"
    raise UnsupportedError(msg)
