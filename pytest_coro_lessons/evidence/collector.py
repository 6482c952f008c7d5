"""Collects the evidence of one run.

Rule: nothing of one run reaches the next. What existed before the run is set aside (``gc.freeze``)
while it lasts, so the objects that the run made can be looked through, and what would speak up later
(a coroutine never awaited, an exception never retrieved) is noted and silenced when the run ends.
"""

from __future__ import annotations

import asyncio
import functools
import gc
import sys
import weakref
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

from ..diagnostics import shorten
from .coroutines import Unawaited, never_awaited
from .model import Evidence, LeftRunning, NeverAwaited, Unclosed, Unretrieved
from .places import Files, Place, name_of, never_started, place_in_stack, place_in_traceback
from .tasks import leaked_tasks, tasks_now

if TYPE_CHECKING:
    from types import TracebackType

    from ..operations import World

P = ParamSpec("P")
T = TypeVar("T")


class Collector:
    """Watches one run; ask for its :meth:`evidence` inside the block, when the run has ended."""

    def __init__(self, learner_files: Files = (), world: World | None = None) -> None:
        """Attribute what is found to lines of ``learner_files``; with none, to any line."""
        self._files = frozenset(learner_files)
        self._world = world
        self._unawaited = Unawaited(self._files)
        self._evidence = Evidence()
        self._loops: list[tuple[asyncio.AbstractEventLoop, int]] = []
        self._generators: weakref.WeakKeyDictionary[Any, Place] = weakref.WeakKeyDictionary()
        self._active_calls = 0
        self._thaw = False
        self._over = False

    def __enter__(self) -> Self:
        # Somebody else's frozen objects (a watching parent's) must stay frozen afterwards.
        self._thaw = gc.get_freeze_count() == 0
        gc.freeze()
        self._unawaited.__enter__()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.evidence(exc)
        self._unawaited.__exit__(exc_type, exc, traceback)
        if self._thaw:
            gc.unfreeze()

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Listen to what a loop has to say about tasks and asynchronous generators."""

    def watching(self, function: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
        """Wrap a learner's coroutine function so that tasks it leaves running are seen."""
        return function

    def evidence(self, failure: BaseException | None = None) -> Evidence:
        """Return what the run left behind, and silence it."""
        return self._evidence
