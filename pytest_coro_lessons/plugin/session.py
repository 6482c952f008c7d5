"""The hooks of one pytest run: what a virtual or graded test needs around it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from ..errors import ClockError, LessonError
from .virtual_items import (
    LoopFactories,
    is_graded,
    is_virtual,
    mark_for_pytest_asyncio,
    too_old_pytest_asyncio,
    wants_virtual_time,
)

if TYPE_CHECKING:
    from collections.abc import Generator

    from .graded import Graded
    from .run import VirtualRun


_OPTIONS = {"start", "wall_clock", "max_steps", "max_steps_per_instant", "max_seconds"}

# The wall clock of an exercise begins on the same day for everybody.
_DATE_OF_EXERCISES = "2026-01-01"


class VirtualLoopFactory:
    """Makes the loops of virtual tests; shown by name in reports."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self) -> Any:
        if self._session.run is not None:
            return self._session.run.new_loop()
        from ..loop import VirtualTimeLoop

        return VirtualTimeLoop()

    def __repr__(self) -> str:
        return "<virtual time>"


class Session:
    """What this run of pytest knows; registered as a plugin."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.run: VirtualRun | None = None
        self._factories = LoopFactories(VirtualLoopFactory(self))
        self._graded: Graded | None = None
        self._holds_wall_clock = False
        self._language()

    def _language(self) -> None:
        import os

        from ..diagnostics import choose_language, set_language

        ini = str(self.config.getini("coro_lang") or "")
        try:
            set_language(choose_language(self.config.getoption("coro_lang"), ini, os.environ))
        except ValueError as error:
            raise pytest.UsageError(str(error)) from None

    @property
    def graded(self) -> Graded:
        """The part for exercises, loaded when the first one is met."""
        if self._graded is None:
            from .graded import Graded

            self._graded = Graded(self.config)
            self.config.pluginmanager.register(self._graded, "coro_lessons_graded")
        return self._graded

    # Collecting.

    @pytest.hookimpl(wrapper=True)
    def pytest_pycollect_makeitem(
        self, collector: pytest.Collector, name: str, obj: object
    ) -> Generator[None, Any, Any]:
        if not name.startswith("test") or not wants_virtual_time(collector, obj):
            return (yield)
        mark_for_pytest_asyncio(collector, obj)
        manager = self.config.pluginmanager
        manager.register(self._factories)
        try:
            return (yield)
        finally:
            manager.unregister(self._factories)

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        report = yield
        if isinstance(collector, pytest.Module) and report.passed and is_graded(collector):
            try:
                self.graded.take_in(collector.path.parent)
            except LessonError as error:
                report.outcome = "failed"
                report.longrepr = str(error)
        return report

    # Running.

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if is_virtual(item):
            self._begin(item)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> Generator[None, object, object]:
        try:
            return (yield)
        finally:
            if self.run is not None:
                self.run.close()
                self.run = None
            if self._holds_wall_clock and (nextitem is None or not is_virtual(nextitem)):
                self._release_wall_clock()

    def _begin(self, item: pytest.Item) -> None:
        problem = too_old_pytest_asyncio()
        if problem is not None:
            pytest.fail(problem, pytrace=False)
        from .run import VirtualRun

        if is_graded(item):
            graded_run = self.graded.new_run(item)
            self.run = graded_run
            self._enter_wall_clock(graded_run.asks_for_time(), _DATE_OF_EXERCISES)
        else:
            options = _options_of(item)
            limits = {name: value for name, value in options.items() if name.startswith("max_")}
            self.run = VirtualRun(item, limits)
            self._enter_wall_clock(options.get("wall_clock", True), options.get("start"))

    def _enter_wall_clock(self, wanted: bool, start: object) -> None:
        if wanted and self.run is not None:
            self.hold_wall_clock()
            try:
                self.run.enter_wall_clock(start)
            except ClockError as error:
                pytest.fail(f"virtual_time: {error}", pytrace=False)

    def hold_wall_clock(self) -> None:
        """Keep the wall clock replaced until the next test that is not in virtual time."""
        if not self._holds_wall_clock:
            from ..wall_clock import hold

            hold()
            self._holds_wall_clock = True

    def _release_wall_clock(self) -> None:
        from ..wall_clock import release

        release()
        self._holds_wall_clock = False

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
        __tracebackhide__ = True
        run = self.run
        if run is None:
            return (yield)
        run.meet_loop()
        with ExitStack() as around:
            for block in run.around_body():
                around.enter_context(block)
            return (yield)

    def pytest_unconfigure(self) -> None:
        if self._holds_wall_clock:
            self._release_wall_clock()


def _options_of(item: pytest.Item) -> dict[str, Any]:
    marker = item.get_closest_marker("virtual_time")
    options = dict(marker.kwargs) if marker is not None else {}
    unknown = sorted(set(options) - _OPTIONS)
    if unknown or (marker is not None and marker.args):
        given = ", ".join(unknown) or "positional arguments"
        known = ", ".join(sorted(_OPTIONS))
        pytest.fail(f"virtual_time takes {known}; got {given}", pytrace=False)
    return options
