"""What a test of any project leaves behind: all that was made on its behalf, in whichever task.

Rule: nobody is accused of what others made. What existed before the test makes more while the test
runs (a server of a whole module, for instance), and so do libraries for themselves. And what has
not come to its end when the test has may still be brought there by whoever cleans up.
"""

from __future__ import annotations

import asyncio
import weakref
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Self

from .clocks import NANOSECONDS, clock_of
from .collector import Collector
from .coroutines import Unawaited, never_awaited
from .loops import HeardGenerators, WatchedLoop, silenced
from .model import Evidence, LeftRunning, NeverAwaited
from .places import (
    PROJECT,
    Files,
    files_of_stack,
    is_kept_by_library,
    never_started,
    origin_files,
)
from .replaced import Replaced
from .tasks import tasks_left

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from types import TracebackType

    from ..operations import World
    from .model import Unclosed

# Tasks and callbacks inherit it from where they were made, as any context variable.
_on_behalf: ContextVar[object] = ContextVar("test", default=None)


def tasks_of_project(
    loop: asyncio.AbstractEventLoop, before: set[asyncio.Task[Any]], *, at: float
) -> list[tuple[asyncio.Task[Any], LeftRunning]]:
    """Return the tasks that have not ended, without those that libraries keep for themselves."""
    return [
        (task, left)
        for task, left in tasks_left(loop, before, PROJECT, at=at, at_end=True)
        if not _is_of_library(task.get_coro())
    ]


def _is_of_library(coroutine: Any) -> bool:
    code = getattr(coroutine, "cr_code", None)
    return code is not None and is_kept_by_library(code, origin_files(coroutine))


class _UnawaitedOfTest(Unawaited):
    """Passes on what is thrown away by others than the test."""

    def __init__(self, test: object) -> None:
        super().__init__(PROJECT)
        self._test = test

    def _report(self, coroutine: Any) -> None:
        if _on_behalf.get() is self._test:
            super()._report(coroutine)
        else:
            try:
                self._passed_on(coroutine)
            finally:
                # Who records the warning keeps it alive, and it must not be found once more.
                coroutine.close()


class _GeneratorsOfTest(HeardGenerators):
    def __init__(self, loop: asyncio.AbstractEventLoop, files: Files = ()) -> None:
        super().__init__(loop, files)
        self._test = _on_behalf.get()

    def _on_first_iteration(self, generator: AsyncGenerator[Any, Any]) -> None:
        code = getattr(generator, "ag_code", None)
        by_library = code is not None and is_kept_by_library(code, files_of_stack())
        if _on_behalf.get() is self._test and not by_library:
            super()._on_first_iteration(generator)
        else:
            self._places.pop(id(generator), None)  # of an earlier one, in the same memory
            self._first_iteration(generator)

    def _on_finalizing(self, generator: AsyncGenerator[Any, Any]) -> None:
        if id(generator) in self._places:
            super()._on_finalizing(generator)
        else:
            self._finalizer(generator)


class _LoopOfTest(WatchedLoop):
    _heard_generators = _GeneratorsOfTest

    def __init__(self, loop: asyncio.AbstractEventLoop, files: Files) -> None:
        self._test = _on_behalf.get()
        self._made: weakref.WeakSet[asyncio.Task[Any]] = weakref.WeakSet()
        self._create_task: Any = loop.create_task
        # Before anything else is replaced, so that it is put back last.
        self._creations = Replaced(loop, create_task=self._creating)
        super().__init__(loop, files)

    def leave(self) -> None:
        super().leave()
        self._creations.put_back()

    @property
    def unclosed(self) -> list[Unclosed]:
        """Generators that the garbage collector had to finish; the others may be closed yet."""
        return self.generators.given_up

    def left_running(self) -> list[tuple[asyncio.Task[Any], LeftRunning]]:
        if self.loop.is_closed():
            return []
        at = (clock_of(self.loop).time_ns() - self.started_ns) / NANOSECONDS
        left = tasks_of_project(self.loop, self.tasks_before, at=at)
        return [(task, one) for task, one in left if task in self._made]

    def _creating(self, *args: Any, context: Any = None, **kwargs: Any) -> asyncio.Task[Any]:
        if context is not None and asyncio._get_running_loop() is None:
            # The test itself, in a context that was copied before this one was set.
            context.run(_on_behalf.set, self._test)
        task: asyncio.Task[Any] = self._create_task(*args, context=context, **kwargs)
        test = _on_behalf.get() if context is None else context.get(_on_behalf)
        if test is self._test:
            self._made.add(task)
        return task


class Unfinished:
    """What had not come to its end when a test had."""

    def __init__(self) -> None:
        self.tasks: list[tuple[asyncio.Task[Any], LeftRunning]] = []
        self.coroutines: list[tuple[Any, NeverAwaited]] = []
        self.futures: list[Any] = []
        self.generators: list[tuple[Any, Unclosed]] = []

    def loops_cancelling(self) -> list[asyncio.AbstractEventLoop]:
        """Return the loops of tasks that were cancelled and have not had a turn since."""
        tasks = [task for task, _ in self.tasks if not task.done() and task.cancelling()]
        loops = dict.fromkeys(task.get_loop() for task in tasks)
        return [loop for loop in loops if not loop.is_closed()]

    def evidence(self) -> Evidence:
        """Return what still has not come to its end, and silence it."""
        unretrieved = [silenced(future, PROJECT) for future in self.futures]
        found = Evidence(
            never_awaited=[one for coro, one in self.coroutines if never_started(coro)],
            left_running=[
                one._replace(cancelling=task.cancelling() > 0)
                for task, one in self.tasks
                if not task.done()
            ],
            unretrieved=[one for one in unretrieved if one is not None],
            unclosed_generators=[one for gen, one in self.generators if gen.ag_frame is not None],
        )
        for coroutine, _ in self.coroutines:
            if never_started(coroutine):
                coroutine.close()
        return found


class StrictCollector(Collector):
    """Watches one test of any project, for what was made on its behalf.

    Its evidence has what is certain by then; the rest is :attr:`unfinished`.
    """

    def __init__(self, world: World | None = None) -> None:
        super().__init__(PROJECT, world)
        self._unawaited = _UnawaitedOfTest(self)
        self.unfinished = Unfinished()

    def __enter__(self) -> Self:
        self._token = _on_behalf.set(self)
        return super().__enter__()

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        super().__exit__(exc_type, exc, traceback)
        _on_behalf.reset(self._token)

    def _watched(self, loop: asyncio.AbstractEventLoop) -> WatchedLoop:
        return _LoopOfTest(loop, self._files)

    def _look_for_tasks(self, evidence: Evidence) -> None:
        del evidence  # they may end yet
        for loop in self._loops:
            assert isinstance(loop, _LoopOfTest)
            self.unfinished.tasks += loop.left_running()

    def _read_world(self, evidence: Evidence) -> None:
        """Take the calls that nobody holds; the others are found as any coroutine is."""
        if self._world is None:
            return
        for call in self._world.calls:
            if call.dropped:
                made = NeverAwaited(call.operation, str(call), call.file, call.line, dropped=True)
                evidence.never_awaited.append(made)
                call.close()

    def _read_objects(self, evidence: Evidence) -> None:
        loops = [watched.loop for watched in self._loops if not watched.loop.is_closed()]
        tasks = [task for loop in loops for task in asyncio.all_tasks(loop)]
        # Of tasks that have not had their first turn.
        self._not_forgotten = {id(task.get_coro()) for task in tasks}
        super()._read_objects(evidence)

    def _read_coroutine(self, evidence: Evidence, coroutine: Any) -> None:
        del evidence  # whoever holds it may await it yet
        found = never_awaited(coroutine, self._files, dropped=False)
        if found is not None and id(coroutine) not in self._not_forgotten:
            self.unfinished.coroutines.append((coroutine, found))

    def _read_future(self, evidence: Evidence, future: Any) -> None:
        if evidence.failure is not None:
            super()._read_future(evidence, future)
        elif future._log_traceback:  # noqa: SLF001 - nothing public tells it
            self.unfinished.futures.append(future)

    def _read_loop(self, evidence: Evidence, loop: WatchedLoop) -> None:
        super()._read_loop(evidence, loop)
        if evidence.failure is None:
            self.unfinished.generators += loop.generators.waiting()
