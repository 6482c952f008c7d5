"""One virtual-time test while it runs: its loop, its clock, its wall clock, its evidence."""

from __future__ import annotations

import re
import warnings
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from threading import get_ident
from typing import TYPE_CHECKING, Any

import pytest

from ..clock import NANOSECONDS, VirtualClock
from ..diagnostics import CheckFailed
from ..evidence import Collector, Evidence
from ..grading.diagnose import diagnose
from ..lessons import load_answer
from ..loop import VirtualTimeLoop
from ..loop.blocking import virtual_sleep
from ..loop.workers import current_worker
from ..operations import World
from .own_loops import asyncio_run_on
from .runners import is_run_by_pytest_asyncio, loop_of, loop_scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from ..diagnostics import Diagnostic
    from ..lessons import Answer, Exercise
    from ..timeline import Timeline, record
    from .explored import Explored
    from .strict import Strict

_TOO_LATE = (
    "virtual_time was added when the test had been collected; put it on the test function, "
    "its class or its module, not on a parameter and not in pytest_collection_modifyitems"
)

# A graded program that goes on for longer than this has no end.
_GRADED_LIMITS: dict[str, Any] = {"max_steps": 1_000_000, "max_seconds": 7 * 86_400.0}

# Replacing the wall clock costs an import and a look at every module; few answers ask for it.
_ASKS_FOR_TIME = re.compile(rb"^\s*(?:import|from)\s.*\b(?:time|datetime|calendar)\b", re.MULTILINE)


class VirtualRun:
    """What a virtual-time test needs from before its fixtures are made until they are gone."""

    is_graded = False

    def __init__(
        self,
        item: pytest.Item,
        limits: Mapping[str, Any],
        loops: dict[str, VirtualTimeLoop] | None = None,
    ) -> None:
        """Prepare a test's run; ``loops`` has those of wider scopes, which outlive their test."""
        self.item = item
        self._loops = {} if loops is None else loops
        self.loop = self._known_loop()
        self.clock = VirtualClock() if self.loop is None else self.loop.clock
        self.seconds: float | None = None
        """Virtual seconds that the test's own body took, without its fixtures."""
        self.records = False
        """Whether a timeline of the test's body is kept; that of a graded test always is."""
        self.explored: Explored | None = None
        """What runs the test in other orders as well, if it is explored."""
        self.strict: Strict | None = None
        """What fails the test for what it leaves behind, if that is asked for."""
        self.given_world: World | None = None
        """The world that a test of no exercise has asked for, until the run is settled."""
        self.limits = limits
        self._open = ExitStack()
        self._recording: record | None = None

    @property
    def is_async(self) -> bool:
        return is_run_by_pytest_asyncio(self.item)

    @property
    def is_for_many_orders(self) -> bool:
        """Whether the marker, or the step of the exercise, asks for other orders as well."""
        return self.item.get_closest_marker("explore") is not None

    def _known_loop(self) -> VirtualTimeLoop | None:
        """Find the loop of a wider scope that an earlier test left open."""
        loop = self._loops.get(loop_scope(self.item)) if self.is_async else None
        return None if loop is None or loop.is_closed() else loop

    def time_ns(self) -> int:
        return self.clock.time_ns()

    def new_loop(self) -> VirtualTimeLoop:
        """Make a loop; the first one of a test, and each after it was closed, has its clock."""
        taken = self.loop is not None and not self.loop.is_closed()
        loop = VirtualTimeLoop(clock=None if taken else self.clock, **self.limits)
        if not taken:
            self.loop = loop
        return loop

    def meet_loop(self) -> None:
        """Learn on which loop the body will run: a wider scope may have made it long before."""
        if not self.is_async:
            return
        loop = loop_of(self.item)
        if not isinstance(loop, VirtualTimeLoop):
            pytest.fail(_TOO_LATE, pytrace=False)
        self.loop = loop
        self.clock = loop.clock
        if loop_scope(self.item) != "function":
            self._loops[loop_scope(self.item)] = loop

    def enter_wall_clock(self, start: Any) -> None:
        """Let ``datetime`` and ``time`` follow the clock until the run is closed."""
        from ..wall_clock import WallClock

        own = get_ident()

        def followed() -> bool:
            return get_ident() == own or current_worker() is not None

        self._open.enter_context(WallClock(self.time_ns, start=start, followed=followed))

    def close(self) -> None:
        self._open.close()

    def settle(self) -> None:
        """Tell what nobody has awaited or closed when all that belongs to the test is gone."""
        __tracebackhide__ = True
        try:
            if self.strict is not None:
                self.strict.settle()
        finally:
            world, self.given_world = self.given_world, None
            if world is not None:
                tell_never_awaited(world)

    def around_body(self) -> Iterator[AbstractContextManager[object]]:
        """Yield what goes around the test's body, outermost first."""
        if self.explored is not None:
            yield self.explored.after_default()
        if self.strict is not None:
            yield self.strict.around_body()
        yield self._measured()
        if self.records:
            yield self._recorded(None)

    @property
    def timeline(self) -> Timeline | None:
        """What the test's body did, so far or in all; None if it is not recorded.

        Of a test that failed in another order than the default one it would explain nothing.
        """
        if self.explored is not None and self.explored.failed_in is not None:
            return None
        seen = self._recording.timeline if self._recording is not None else None
        if seen is None or not self.is_async or not seen.spans:
            return seen
        # The first task is the test: that it failed is told otherwise, and its line is nobody's.
        test = replace(seen.spans[0], outcome="ended", error=None, file=None, line=None)
        return replace(seen, spans=(test, *seen.spans[1:]))

    @contextmanager
    def _recorded(self, files: set[str] | None) -> Iterator[None]:
        from ..timeline import record

        # A synchronous test has its loop from a fixture, or opens its loops within its body.
        is_there = self.loop is not None and not self.loop.is_closed()
        self._recording = record(self.loop if is_there else None, files=files)
        with self._recording:
            yield

    @contextmanager
    def _measured(self) -> Iterator[None]:
        started_ns = self.time_ns()
        try:
            yield
        finally:
            self.seconds = (self.time_ns() - started_ns) / NANOSECONDS


def tell_never_awaited(world: World) -> None:
    """Let Python's own warning come in the test that made the calls, and not when it would come.

    That is when the collector takes the world, which has held them until then.
    """
    calls = [call for call in world.calls if call.never_awaited]
    world.close()
    for call in calls:
        words = f"coroutine {call.operation!r} was never awaited"
        warnings.warn_explicit(words, RuntimeWarning, call.file, call.line)


class GradedRun(VirtualRun):
    """A graded test: the same, with the learner's answer and the evidence of what it did."""

    is_graded = True

    def __init__(self, item: pytest.Item, exercise: Exercise, file: Path) -> None:
        super().__init__(item, _GRADED_LIMITS)
        self.exercise = exercise
        self.file = file
        self.world = World(self.time_ns)
        self.world.learner_files = {str(file)}
        self.diagnostics: list[Diagnostic] = []
        self.cut_short: Diagnostic | None = None
        """Set from another thread when the test took too much real time."""
        self._collector = Collector({str(file)}, self.world)
        self._answer: Answer | None = None

    @property
    def is_for_many_orders(self) -> bool:
        by_step = self.exercise.info.exploring_of(self.item.name.partition("[")[0])
        return by_step is not None or super().is_for_many_orders

    @property
    def answer(self) -> Answer:
        if self._answer is None:
            # While the file runs, `from time import sleep` must find the sleep that knows the loop.
            virtual_sleep.enter()
            try:
                self._answer = load_answer(self.file, adapt=self._collector.watching)
            finally:
                virtual_sleep.leave()
        return self._answer

    def asks_for_time(self) -> bool:
        """Tell whether the answer imports a module that knows the time."""
        try:
            return _ASKS_FOR_TIME.search(self.file.read_bytes()) is not None
        except OSError:
            return False

    @property
    def timeline(self) -> Timeline | None:
        """What the answer did. That the test itself failed is told otherwise."""
        seen = super().timeline
        if seen is None:
            return None
        spans = (
            replace(span, outcome="ended", error=None) if span.parent is None else span
            for span in seen.spans
        )
        return replace(seen, spans=tuple(spans))

    def around_body(self) -> Iterator[AbstractContextManager[object]]:
        if self.explored is not None:
            yield self.explored.after_default()
        if not self.is_async:
            yield asyncio_run_on(self._watched_loop)
        yield self._judged()
        yield self._measured()
        yield self._recorded({str(self.file)})

    @contextmanager
    def _judged(self) -> Iterator[None]:
        """Fail the test for what its answer left behind, too.

        Raises:
            CheckFailed: if the body passed and the evidence says that something is wrong.
        """
        __tracebackhide__ = True
        failure: BaseException | None = None
        with self._collector:
            if self.loop is not None:
                self._collector.watch(self.loop)
            try:
                self.world.origin_ns = self.time_ns()
                self.answer  # noqa: B018 (loads it: what is wrong with the file fails the test)
                yield
            except BaseException as error:  # noqa: BLE001 (it is raised again below)
                failure = error
            self._judge(self._collector.evidence(failure), failure)
        if failure is not None:
            raise failure
        if self.diagnostics:
            raise CheckFailed(self.diagnostics[0])

    def _judge(self, evidence: Evidence, failure: BaseException | None) -> None:
        if self.explored is not None and self.explored.failed_in is not None:
            return  # one order was replayed, and what is wrong in it is known
        seen = self._recording.timeline if self._recording is not None else None
        # One that broke off proves nothing.
        evidence.timeline = seen if seen is not None and seen.broken is None else None
        # What else is found in code that was stopped from outside is of no meaning.
        cut = self.cut_short
        self.diagnostics = diagnose(evidence, failure, str(self.file)) if cut is None else [cut]

    def _watched_loop(self) -> VirtualTimeLoop:
        loop = self.new_loop()
        self._collector.watch(loop)
        return loop
