"""The hooks around every test in virtual time: its run begins with its setup, and ends with it."""

from __future__ import annotations

import inspect
import sys
from contextlib import ExitStack, nullcontext, suppress
from typing import TYPE_CHECKING, Any

import pytest

from ..errors import ClockError, LessonError
from . import RUN, TIMELINE
from .options import records_everything
from .virtual_items import (
    LoopFactories,
    has_pytest_asyncio,
    is_test_of_exercise,
    is_virtual,
    problem_with_pytest_asyncio,
)

if TYPE_CHECKING:
    from collections.abc import Generator

    from ..loop import VirtualTimeLoop
    from ..timeline import Timeline
    from .graded import Graded
    from .run import GradedRun, VirtualRun

_OPTIONS = (
    "start",
    "wall_clock",
    "timeline",
    "strict",
    "max_steps",
    "max_steps_per_instant",
    "max_seconds",
)

# The wall clock of an exercise begins on the same day for everybody.
_DATE_OF_EXERCISES = "2026-01-01"


class Running:
    """Registered as a plugin in every run of pytest."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._run: VirtualRun | None = None
        self._loops: dict[str, VirtualTimeLoop] = {}
        self._holds_wall_clock = False
        self._records = records_everything(config)
        # Taken now: while tests run, pytest has its own things in the place of stdout.
        self._encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        self._problem = problem_with_pytest_asyncio(config)
        config.pluginmanager.register(LoopFactories(config, VirtualLoopFactory(self)))

    def pytest_report_header(self) -> list[str]:
        too_old = self._problem is not None and has_pytest_asyncio(self._config.pluginmanager)
        return [f"coro-lessons: {self._problem}"] if too_old else []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if is_virtual(item):
            self._begin(item)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(
        self, nextitem: pytest.Item | None
    ) -> Generator[None, object, object]:
        __tracebackhide__ = True
        run, failed = self._run, True
        try:
            result = yield
            failed = False
        finally:
            if run is not None:
                run.close()
                self._run = None
            if self._holds_wall_clock and (nextitem is None or not is_virtual(nextitem)):
                self._release_wall_clock()
            if run is not None:
                # One error of a teardown is enough.
                with suppress(RuntimeWarning, pytest.fail.Exception) if failed else nullcontext():
                    run.settle()
        return result

    def new_loop(self) -> VirtualTimeLoop:
        """Make the loop that the test under way asks for."""
        if self._run is not None:
            return self._run.new_loop()
        from ..loop import VirtualTimeLoop

        return VirtualTimeLoop()

    def _begin(self, item: Any) -> None:
        if self._problem is not None and inspect.iscoroutinefunction(item.obj):
            pytest.fail(self._problem, pytrace=False)
        from .run import VirtualRun

        if is_test_of_exercise(item):
            graded_run = self._graded_run(item)
            self._run = item.stash[RUN] = graded_run
            self._enter_wall_clock(_DATE_OF_EXERCISES, wanted=graded_run.asks_for_time())
            self._explore()
            return
        options = _options_of(item)
        limits = {name: value for name, value in options.items() if name.startswith("max_")}
        self._run = item.stash[RUN] = VirtualRun(item, limits, self._loops)
        self._run.records = bool(options.get("timeline", self._records))
        if options.get("strict"):
            from .strict import Strict

            self._run.strict = Strict(self._run)
        self._enter_wall_clock(options.get("start"), wanted=options.get("wall_clock", True))
        self._explore()

    def _explore(self) -> None:
        """Prepare a test for the other orders, if it is to run in them."""
        run = self._run
        if run is not None and run.is_for_many_orders:
            from .exploring import begin

            begin(run)

    def _graded_run(self, item: pytest.Item) -> GradedRun:
        graded: Graded | None = self._config.pluginmanager.getplugin("coro_lessons_graded")
        assert graded is not None, "unreachable because a graded test was collected"
        try:
            return graded.new_run(item)
        except LessonError as error:
            from ..diagnostics import language

            told = error.told(language())
        # Not inside of the block: pytest would show how the file was read as well.
        pytest.fail(told, pytrace=False)

    def _enter_wall_clock(self, start: object, *, wanted: bool) -> None:
        if not wanted or self._run is None:
            return
        if not self._holds_wall_clock:
            # Kept until the next test that is not in virtual time: to begin takes milliseconds.
            from ..wall_clock import hold

            hold()
            self._holds_wall_clock = True
        try:
            self._run.enter_wall_clock(start)
        except ClockError as error:
            pytest.fail(f"virtual_time: {error}", pytrace=False)

    def _release_wall_clock(self) -> None:
        from ..wall_clock import release

        release()
        self._holds_wall_clock = False

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_pyfunc_call(self) -> Generator[None, Any, Any]:
        __tracebackhide__ = True
        run = self._run
        if run is None:
            return (yield)
        run.meet_loop()
        with ExitStack() as around:
            for block in run.around_body():
                around.enter_context(block)
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[Any]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        run = item.stash.get(RUN, None)
        if run is not None and run.strict is not None and report.failed:
            run.strict.tell(report, None if call.excinfo is None else call.excinfo.value)
        if run is not None and run.records and report.when == "call" and not run.is_graded:
            self._attach(report, run.timeline)
        return report

    def _attach(self, report: pytest.TestReport, timeline: Timeline | None) -> None:
        """Let what was recorded travel, if somebody is going to look at it."""
        if timeline is not None and (report.failed or self._config.getoption("coro_trace")):
            from . import wire

            wire.attach_timeline(report, timeline)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        # Where the report arrives for good, which is where the terminal is.
        if report.failed and hasattr(report, TIMELINE) and not hasattr(self._config, "workerinput"):
            from .pictures import Pictures

            Pictures(self._config, self._encoding).draw_into(report)

    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> list[str] | None:
        # Where nobody has made an operation, no value is one of ours.
        if "pytest_coro_lessons.operations" not in sys.modules:
            return None
        from ..checks import explain_comparison

        return explain_comparison(op, left, right)

    def pytest_unconfigure(self) -> None:
        if self._holds_wall_clock:
            self._release_wall_clock()


class VirtualLoopFactory:
    """Makes the loops of virtual tests; shown by name in reports."""

    def __init__(self, running: Running) -> None:
        self._running = running

    def __call__(self) -> VirtualTimeLoop:
        return self._running.new_loop()

    def __repr__(self) -> str:
        return "<virtual time>"


def _options_of(item: pytest.Item) -> dict[str, Any]:
    marker = item.get_closest_marker("virtual_time")
    options = dict(marker.kwargs) if marker is not None else {}
    unknown = sorted(set(options) - set(_OPTIONS))
    if unknown or (marker is not None and marker.args):
        given = ", ".join(unknown) or "positional arguments"
        pytest.fail(f"virtual_time takes {', '.join(_OPTIONS)}; got {given}", pytrace=False)
    return options
