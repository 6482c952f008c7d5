"""An author's program on virtual time, where it would wait for real seconds."""

from __future__ import annotations

import asyncio
import time
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest import mock

from pytest_coro_lessons.loop import VirtualTimeLoop
from pytest_coro_lessons.wall_clock import WallClock

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

    from pytest_coro_lessons.clock import VirtualClock


@contextmanager
def virtual_seconds(clock: VirtualClock | None = None) -> Iterator[None]:
    """Let ``asyncio.run``, ``time.sleep`` and the wall clock take virtual seconds.

    Without a clock each loop begins at 0, and only the loops are virtual. Warnings are for those
    who run the program by itself.
    """

    def run(main: Coroutine[Any, Any, Any]) -> Any:
        return in_virtual_time(main, clock)

    with mock.patch.object(asyncio, "run", run), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if clock is None:
            yield
            return
        follows = WallClock(clock.time_ns, start=None, followed=lambda: True)
        with mock.patch.object(time, "sleep", clock.advance), follows:
            yield


def in_virtual_time(main: Coroutine[Any, Any, Any], clock: VirtualClock | None = None) -> Any:
    """What ``asyncio.run`` is while a program of the author's runs."""
    with asyncio.Runner(loop_factory=lambda: VirtualTimeLoop(clock=clock)) as runner:
        return runner.run(main)
