"""What the fixtures give; the fixtures themselves stand in the plugin's first module."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from ..errors import LoopBusyError, LoopLimitError, LoopStalledError
from ..loop import VirtualTimeLoop
from ..operations import World
from ..timeline import LiveTimeline
from . import RUN
from .run import GradedRun, VirtualRun, tell_never_awaited
from .runners import is_run_by_pytest_asyncio, loop_of
from .virtual_items import EXERCISE_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from ..clock import VirtualClock
    from ..lessons import Answer
    from ..timeline import Timeline


def _run_of(request: pytest.FixtureRequest) -> VirtualRun | None:
    run: VirtualRun | None = request.node.stash.get(RUN, None)
    return run


def provide_loop(request: pytest.FixtureRequest) -> Generator[VirtualTimeLoop]:
    """Give the loop of an async test, or make one for a synchronous test."""
    if is_run_by_pytest_asyncio(request.node):
        yield _loop_of_async_test(request)
        return
    run = _run_of(request)
    loop = VirtualTimeLoop() if run is None else run.new_loop()
    yield loop
    try:
        if run is not None and run.strict is not None:
            run.strict.settle()
    finally:
        _close(loop)


def _close(loop: VirtualTimeLoop) -> None:
    """Close a loop as ``asyncio.run`` does, but for threads: nothing of it may speak up later."""
    if loop.is_closed():
        return
    with suppress(LoopBusyError, LoopLimitError, LoopStalledError):
        asyncio.runners._cancel_all_tasks(loop)  # type: ignore[attr-defined]  # noqa: SLF001
        loop.run_until_complete(loop.shutdown_asyncgens())
    for task in asyncio.all_tasks(loop):
        # One that nothing ends: asyncio would say so when the collector takes it.
        task._log_destroy_pending = False  # type: ignore[attr-defined]  # noqa: SLF001
    loop.close()


def _loop_of_async_test(request: pytest.FixtureRequest) -> VirtualTimeLoop:
    loop = loop_of(request.node)
    if not isinstance(loop, VirtualTimeLoop):
        pytest.fail(
            f"{request.fixturename} in an async test needs @pytest.mark.virtual_time on that test",
            pytrace=False,
        )
    return loop


def provide_clock(request: pytest.FixtureRequest) -> VirtualClock:
    """Give the clock of the test's loop; a synchronous graded test has one without a loop."""
    run = _run_of(request)
    if isinstance(run, GradedRun) and not is_run_by_pytest_asyncio(request.node):
        return run.clock
    loop: VirtualTimeLoop = request.getfixturevalue("virtual_loop")
    return loop.clock


def provide_loop_factory(
    request: pytest.FixtureRequest,
) -> Generator[Callable[..., VirtualTimeLoop]]:
    """Give a maker of loops and close what it made."""
    run = _run_of(request)
    made: list[VirtualTimeLoop] = []

    def make(**kwargs: object) -> VirtualTimeLoop:
        made.append(VirtualTimeLoop(**kwargs))  # type: ignore[arg-type]
        if run is not None and run.strict is not None:
            run.strict.watch(made[-1])
        return made[-1]

    yield make
    try:
        if run is not None and run.strict is not None:
            run.strict.settle()
    finally:
        for loop in made:
            _close(loop)


def _graded_run_of(request: pytest.FixtureRequest) -> GradedRun:
    run = _run_of(request)
    if not isinstance(run, GradedRun):
        pytest.fail(
            f"the fixture {request.fixturename!r} is for a test beside an {EXERCISE_FILE}; "
            f"{request.node.path.parent} has none",
            pytrace=False,
        )
    return run


class LazyAnswer:
    """Stands for the answer until the test's body runs, where a mistake in its file is judged."""

    __slots__ = ("_run",)

    def __init__(self, run: GradedRun) -> None:
        self._run = run

    def __getattr__(self, name: str) -> object:
        __tracebackhide__ = True
        return getattr(self._run.answer, name)

    def __repr__(self) -> str:
        return f"<the answer in {self._run.file.name}>"


def provide_exercise(request: pytest.FixtureRequest) -> Answer:
    """Give the learner's names; the file is loaded when the test's body starts."""
    return LazyAnswer(_graded_run_of(request))  # type: ignore[return-value]


def provide_world(request: pytest.FixtureRequest) -> Generator[World]:
    """Give the world of a graded test, or a new one on the test's clock."""
    run = _run_of(request)
    if isinstance(run, GradedRun):
        yield run.world
        return
    clock: VirtualClock = request.getfixturevalue("virtual_clock")
    world = World(clock.time_ns)
    if run is not None:
        # Its end is the run's: another fixture may still await what was called in this one.
        run.given_world = world
    yield world
    if run is None:
        tell_never_awaited(world)


class _TimelineOfRun(LiveTimeline):
    """The timeline of a test that goes on."""

    def __init__(self, run: VirtualRun) -> None:
        self._run = run

    @property
    def so_far(self) -> Timeline:
        seen = self._run.timeline
        assert seen is not None, "unreachable because only the test's body can look at it"
        if seen.broken is not None:
            # A test that goes on would fail, or pass, for what is not there.
            msg = f"recording stopped, for an error in pytest-coro-lessons: {seen.broken}"
            pytest.fail(msg, pytrace=False)
        return seen

    def __repr__(self) -> str:
        return repr(self._run.timeline)


def provide_timeline(request: pytest.FixtureRequest) -> Timeline:
    """Give the timeline of a virtual-time test, which is recorded from then on."""
    run = _run_of(request)
    if run is None:
        msg = "the fixture 'timeline' is for a test with @pytest.mark.virtual_time"
        pytest.fail(msg, pytrace=False)
    run.records = True
    return _TimelineOfRun(run)  # type: ignore[return-value]
