"""Collects the evidence of one run.

Rule: nothing of one run reaches the next. What would speak up later (a coroutine never awaited,
an exception never retrieved) is noted and silenced when the run ends. Python's own report comes
when an object is finalised, and a failure's traceback keeps many alive; so the objects that the run
made are looked through instead. They are few, because what existed before is set aside meanwhile
(``gc.freeze``), and no garbage of earlier runs is collected in this one.
"""

from __future__ import annotations

import asyncio
import functools
import gc
from inspect import iscoroutinefunction
from types import CoroutineType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from ..loop.strangers import is_of_executor
from .classes import watch_methods
from .clocks import NANOSECONDS, clock_of
from .coroutines import Unawaited, never_awaited
from .loops import WatchedLoop, silenced
from .model import Evidence, NeverAwaited, OwnThread
from .places import Files, never_started, place_in_stack
from .tasks import leaked_at_end, leaked_tasks, tasks_now
from .threads import NewThreads

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Coroutine
    from types import TracebackType

    from ..operations import World
    from .model import LeftRunning

T = TypeVar("T")


class Collector:
    """Watches one run; ask for its :meth:`evidence` inside the block, when the run has ended."""

    def __init__(self, learner_files: Files = (), world: World | None = None) -> None:
        """Attribute what is found to lines of ``learner_files``; with none, to any line."""
        self._files = learner_files
        self._world = world
        self._unawaited = Unawaited(self._files)
        self._loops: list[WatchedLoop] = []
        self._left_running: list[LeftRunning] = []
        self._calls_under_way = 0
        self._tasks_before: set[asyncio.Task[Any]] = set()
        self._called_ns = 0
        self._evidence: Evidence | None = None
        self._wrappers: set[Any] = set()
        self._own_error: Exception | None = None
        self._threads = NewThreads(self._on_thread)
        self._has_threads = False
        self._own_threads: list[OwnThread] = []
        # What somebody else froze, such as a process that forks for every run, stays frozen.
        self._freezes = gc.get_freeze_count() == 0

    def __enter__(self) -> Self:
        if self._freezes:
            gc.freeze()
        self._unawaited.__enter__()
        self._threads.__enter__()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            self.evidence(exc)
        finally:
            self._threads.__exit__(exc_type, exc, traceback)
            for loop in self._loops:
                loop.leave()
            self._unawaited.__exit__(exc_type, exc, traceback)
            if self._freezes:
                gc.unfreeze()

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Listen to a loop; before or while it runs, once or more often."""
        if all(watched.loop is not loop for watched in self._loops):
            self._loops.append(self._watched(loop))
            if self._has_threads:
                self._loops[-1].guard()

    def _watched(self, loop: asyncio.AbstractEventLoop) -> WatchedLoop:
        return WatchedLoop(loop, self._files)

    def _on_thread(self, thread: threading.Thread | None) -> None:
        self._unnoticed(self._guard, thread)

    def _guard(self, thread: threading.Thread | None) -> None:
        if thread is not None and not is_of_executor(thread):
            file, line = place_in_stack(self._files)
            if file is not None and line is not None:
                self._own_threads.append(OwnThread(file, line))
        self._has_threads = True
        for loop in self._loops:
            loop.guard()

    def watching(self, value: T) -> T:
        """Wrap what a learner wrote, so that its loop is watched and its leaks are seen.

        Of a class, the coroutine methods are replaced; what is neither a class nor a coroutine
        function stays as it is. Tasks that a function leaves running are looked for at the instant
        it returns or raises, in the task that called it. Of calls that overlap only the last one
        to end is judged, because until then the tasks of one cannot be told from those of another.
        """
        wanted: Any = value
        if isinstance(value, type):
            watch_methods(value, self.watching)
        elif iscoroutinefunction(value) and value not in self._wrappers:
            wanted = self._wrapped(value)
            self._wrappers.add(wanted)
        return cast("T", wanted)

    def _wrapped(self, function: Callable[..., Coroutine[Any, Any, Any]]) -> Any:
        @functools.wraps(function)
        async def watched(*args: Any, **kwargs: Any) -> Any:
            __tracebackhide__ = True
            # A loop of the learner's own drives coroutines as well, and knows no tasks of asyncio.
            loop = asyncio._get_running_loop()
            if loop is None:
                return await function(*args, **kwargs)
            self._unnoticed(self._enter_call, loop)
            try:
                return await function(*args, **kwargs)
            finally:
                self._unnoticed(self._leave_call)

        return watched

    def _unnoticed(self, step: Callable[..., None], *args: Any) -> None:
        """Do something in the middle of a learner's call, where an error would be taken as theirs.

        It is raised when the evidence is asked for.
        """
        try:
            step(*args)
        except Exception as error:  # noqa: BLE001
            self._own_error = self._own_error or error

    def _enter_call(self, loop: asyncio.AbstractEventLoop) -> None:
        self.watch(loop)
        if self._calls_under_way == 0:
            self._tasks_before = tasks_now()
            self._called_ns = clock_of(loop).time_ns()
        self._calls_under_way += 1

    def _leave_call(self) -> None:
        self._calls_under_way -= 1
        loop = asyncio._get_running_loop()
        # No loop runs when a call that was given up is closed by the garbage collector.
        if self._calls_under_way == 0 and loop is not None:
            now_ns = clock_of(loop).time_ns()
            at = (now_ns - self._called_ns) / NANOSECONDS
            self._left_running += leaked_tasks(self._tasks_before, self._files, at=at)

    def evidence(self, failure: BaseException | None = None) -> Evidence:
        """Return what the run left behind and silence it; ``failure`` is how the run ended.

        Raises:
            Exception: once, what went wrong in the collector itself while the run went on.
        """
        error, self._own_error = self._own_error, None
        if error is not None:
            raise error
        if self._evidence is None:
            self._evidence = Evidence(failure=failure, left_running=self._left_running)
            if failure is None:
                self._look_for_tasks(self._evidence)
            self._read_world(self._evidence)
            self._read_objects(self._evidence)
            self._evidence.never_awaited += self._unawaited.found
            self._evidence.own_threads += self._own_threads
            for loop in self._loops:
                self._read_loop(self._evidence, loop)
        return self._evidence

    def _look_for_tasks(self, evidence: Evidence) -> None:
        """Find what no function was seen to leave: tasks of objects that nobody closed.

        After a failure they prove nothing: it may have come before they were closed.
        """
        known = {one.task for one in evidence.left_running}
        for loop in self._loops:
            found = leaked_at_end(loop, self._files)
            evidence.left_running += [one for one in found if one.task not in known]

    def _read_world(self, evidence: Evidence) -> None:
        if self._world is None:
            return
        evidence.calls = list(self._world.calls)
        evidence.origin_ns = self._world.origin_ns
        evidence.never_awaited += [
            NeverAwaited(call.operation, str(call), call.file, call.line, call.dropped)
            for call in evidence.calls
            if call.never_awaited
        ]
        self._world.close()

    def _read_objects(self, evidence: Evidence) -> None:
        loops = [watched.loop for watched in self._loops]
        for thing in gc.get_objects():
            # Not isinstance(), which asks the object itself and may run anything.
            kind = type(thing)
            if issubclass(kind, asyncio.Future) and thing.get_loop() in loops:
                self._read_future(evidence, thing)
            elif kind is CoroutineType and never_started(thing):
                self._read_coroutine(evidence, thing)

    def _read_coroutine(self, evidence: Evidence, coroutine: Any) -> None:
        found = never_awaited(coroutine, self._files, dropped=False)
        if found is not None:
            evidence.never_awaited.append(found)
            coroutine.close()

    def _read_future(self, evidence: Evidence, future: Any) -> None:
        found = silenced(future, self._files)
        if found is not None and future.exception() is not evidence.failure:
            evidence.unretrieved.append(found)

    def _read_loop(self, evidence: Evidence, loop: WatchedLoop) -> None:
        evidence.blockings += loop.blockings
        evidence.crossings += loop.crossings
        evidence.unretrieved += loop.unretrieved
        evidence.callback_errors += loop.callback_errors
        evidence.destroyed_tasks += loop.destroyed_tasks
        evidence.unclosed_generators += loop.unclosed
