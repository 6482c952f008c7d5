"""Which tests are explored, and how; everything else is loaded when there is one."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from ..lessons import Exploring, misfit
from . import RUN
from .explored import Explored
from .explored_answers import ExploredAnswer
from .run import GradedRun

if TYPE_CHECKING:
    from collections.abc import Generator

    from .run import VirtualRun

_HOOKS = "coro_lessons_exploring"
_KEYS = ", ".join(field.name for field in msgspec.structs.fields(Exploring))
_NOT_ASYNC = "explore: only an asynchronous test function has orders to explore"


def begin(run: VirtualRun) -> None:
    """Prepare a test for many orders, if its marker or the step of its exercise says so."""
    plan = _plan_of(run)
    if plan is None:
        return
    item: Any = run.item
    if not inspect.iscoroutinefunction(item.obj):
        # That of a module, a class or a step is about those of its tests that are.
        if any(marker.name == "explore" for marker in item.own_markers):
            pytest.fail(_NOT_ASYNC, pytrace=False)
        return
    manager = item.config.pluginmanager
    if not manager.has_plugin(_HOOKS):
        manager.register(Hooks(), _HOOKS)
    run.explored = ExploredAnswer(run, plan) if isinstance(run, GradedRun) else Explored(run, plan)


def _plan_of(run: VirtualRun) -> Exploring | None:
    marker = run.item.get_closest_marker("explore")
    if marker is None:
        if isinstance(run, GradedRun):
            return run.exercise.info.exploring_of(run.item.name.partition("[")[0])
        return None
    if marker.args:
        pytest.fail(f"explore takes {_KEYS}, each by its name", pytrace=False)
    try:
        return msgspec.convert(marker.kwargs, Exploring)
    except msgspec.ValidationError as error:
        problem = misfit(marker.kwargs, Exploring, error, "explore")
    # Outside of the block, so that pytest does not show what it was made of as well.
    pytest.fail(f"explore takes {_KEYS}; {problem}", pytrace=False)


class Hooks:
    """Registered as a plugin when the first explored test is met."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        __tracebackhide__ = True
        explored = _explored(pyfuncitem)
        if explored is None or explored.token is None:
            return None
        explored.replay()
        return True

    # Inside of who adds a drawing of the whole test.
    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        explored = _explored(item)
        if explored is not None and report.when == "call" and report.failed:
            explored.tell(report.longrepr)
        return report


def _explored(item: pytest.Item) -> Explored | None:
    run = item.stash.get(RUN, None)
    return None if run is None else run.explored
