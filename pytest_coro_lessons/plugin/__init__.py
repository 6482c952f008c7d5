"""The pytest plugin: options and markers; everything else is loaded when a test needs it.

Rule: this module is imported in every pytest run of its environment, so it imports nothing that
pytest has not imported itself, and leaves tests alone that ask for nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from .run import VirtualRun

_MARKER = (
    "virtual_time(start=None, wall_clock=True, **limits): run this async test on a virtual loop, "
    "where a wait takes virtual seconds and no real ones. start: the date when the test begins. "
    "wall_clock=False: leave datetime and time alone. timeline=True: draw what ran when, if it "
    "fails, as --coro-record does for every test. strict=True: fail for what it leaves behind. "
    "limits: as VirtualTimeLoop takes them."
)

_EXPLORE = (
    "explore(schedules=40, sweep=None, bound=2, cap=30, seed=None): run this async test on a "
    "virtual loop in many orders of what comes from outside; it fails if it fails in one of them. "
    "schedules: how many orders strategies choose. sweep: 'cancel', 'garbage' or 'chunks', at "
    "every place where it could come. bound, cap: before, all orders with so few deviations from "
    "the usual one, but at most so many."
)

RUN: pytest.StashKey[VirtualRun] = pytest.StashKey()
"""On an item: the run of its test in virtual time."""

TIMELINE = "coro_lessons_timeline"
"""On a report: the attribute with what was recorded of a test that belongs to no exercise."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options and ini values."""
    from .options import add_options

    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker and register the hooks."""
    config.addinivalue_line("markers", _MARKER)
    config.addinivalue_line("markers", _EXPLORE)
    from .options import asks_for_files, check_options
    from .running import Running
    from .session import Session

    check_options(config)
    config.pluginmanager.register(Running(config), "coro_lessons_running")
    config.pluginmanager.register(Session(config), "coro_lessons_session")
    if asks_for_files(config):
        from .files import ask_for_files

        ask_for_files(config, has_exercises=False)


@pytest.fixture
def virtual_loop(request: pytest.FixtureRequest) -> Generator[object]:
    """The VirtualTimeLoop of an async virtual-time test, or one that a synchronous test drives.

    A synchronous test runs it with ``run_until_complete`` or by ``virtual_clock.advance``; it is
    closed after the test.
    """
    from .fixtures import provide_loop

    yield from provide_loop(request)


@pytest.fixture
def virtual_clock(request: pytest.FixtureRequest) -> object:
    """The clock of ``virtual_loop``."""
    from .fixtures import provide_clock

    return provide_clock(request)


@pytest.fixture
def virtual_loop_factory(request: pytest.FixtureRequest) -> Generator[object]:
    """A callable that makes further VirtualTimeLoops; all are closed after the test."""
    from .fixtures import provide_loop_factory

    yield from provide_loop_factory(request)


@pytest.fixture
def virtual_clock_factory() -> type:
    """A callable that makes further VirtualClocks: ``VirtualClock(start=0.0)``."""
    from ..clock import VirtualClock

    return VirtualClock


@pytest.fixture
def exercise(request: pytest.FixtureRequest) -> object:
    """The learner's code of the exercise this graded test belongs to, by attribute."""
    from .fixtures import provide_exercise

    return provide_exercise(request)


@pytest.fixture
def world(request: pytest.FixtureRequest) -> Generator[object]:
    """A World: simulated operations to hand to the code under test."""
    from .fixtures import provide_world

    yield from provide_world(request)


@pytest.fixture
def timeline(request: pytest.FixtureRequest) -> object:
    """The Timeline of what the test's body did so far: who waited when, and for what."""
    from .fixtures import provide_timeline

    return provide_timeline(request)
