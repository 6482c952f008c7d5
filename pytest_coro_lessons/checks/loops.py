"""How a block treats the event loop: whether it lets others run, and how often it runs itself."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Self

from ..diagnostics import CheckFailed, Diagnostic, Facts
from ..errors import LoopBusyError
from ..evidence import about_blockings, about_busy
from .blocks import AtTheEnd

if TYPE_CHECKING:
    from types import TracebackType

    from ..loop import Blocking

_STEPS_PER_INSTANT = 1_000


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
        loop: Any = asyncio.get_running_loop()
        self._blockings: list[Blocking] = loop.blockings
        self._before = len(self._blockings)

    def _end(self) -> list[Diagnostic]:
        return about_blockings(self._blockings[self._before :])


class no_busy_wait:  # noqa: N801 - reads as a sentence
    """Check that a block does not spin: that it takes few steps while time stands still.

    A turn of the loop in which thousands of tasks run counts as few steps.

    Example:
        async def test_is_woken_by_the_event():
            event = asyncio.Event()
            asyncio.get_running_loop().call_later(1, event.set)

            with no_busy_wait():
                await event.wait()

    Raises:
        CheckFailed: CL503, in place of the ``LoopBusyError`` that comes out of the block. Where
            the task of the block spins itself, that error comes out of the loop: a task can only
            be stopped where it waits.
    """

    __module__ = "pytest_coro_lessons"

    def __init__(self, *, at_most: int = _STEPS_PER_INSTANT) -> None:
        """Allow at most so many steps of a virtual loop at one instant."""
        self._at_most = at_most
        self._loop: Any = None
        self._before = 0

    def __enter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._before = self._loop.limit_steps_per_instant(self._at_most)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        __tracebackhide__ = True
        self._loop.limit_steps_per_instant(self._before)
        if isinstance(exc, LoopBusyError):
            raise CheckFailed(about_busy(exc)) from exc


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
        self._loop: Any = None
        self._before = 0

    def _begin(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._before = self._loop.steps

    def _end(self) -> list[Diagnostic]:
        steps = self._loop.steps - self._before
        if steps <= self._at_most:
            return []
        facts: Facts = {"steps": steps, "at_most": self._at_most, "more": steps - self._at_most}
        return [Diagnostic("CL506", facts)]
