"""Which tests run in virtual time, and how pytest-asyncio is told."""

from __future__ import annotations

import inspect
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import pytest

from ..lessons.find import EXERCISE_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

_OLDEST_PYTEST_ASYNCIO = (1, 4)


def is_graded(node: pytest.Collector | pytest.Item) -> bool:
    """Tell whether a node belongs to an exercise: an ``exercise.toml`` stands beside its file."""
    folder = node.path.parent if node.path.suffix == ".py" else node.path
    return (folder / EXERCISE_FILE).is_file()


def is_virtual(item: pytest.Item) -> bool:
    return item.get_closest_marker("virtual_time") is not None or is_graded(item)


def wants_virtual_time(collector: pytest.Collector, function: object) -> bool:
    """Tell the same of a function that is about to be collected, if it is asynchronous."""
    function = getattr(function, "__func__", function)
    if not inspect.iscoroutinefunction(function):
        return False
    marks = getattr(function, "pytestmark", [])
    marked = any(getattr(mark, "name", "") == "virtual_time" for mark in marks)
    return marked or collector.get_closest_marker("virtual_time") is not None or is_graded(collector)


def mark_for_pytest_asyncio(collector: pytest.Collector, function: Any) -> None:
    """Give the function the marker that pytest-asyncio asks for in its strict mode."""
    function = getattr(function, "__func__", function)
    own = (mark.name for mark in getattr(function, "pytestmark", []))
    if "asyncio" not in own and collector.get_closest_marker("asyncio") is None:
        pytest.mark.asyncio(function)


class LoopFactories:
    """Implements pytest-asyncio's hook; registered only while a virtual test is collected.

    A hook that is always there would have to answer for every test of every project: pytest-asyncio
    takes no answer for an error.
    """

    def __init__(self, factory: Callable[[], Any]) -> None:
        self._factory = factory

    @pytest.hookimpl(wrapper=True, optionalhook=True)
    def pytest_asyncio_loop_factories(self) -> Generator[None, Any, Mapping[str, Any]]:
        # A project's own choice is for its other tests.
        yield
        return {"virtual_time": self._factory}


def too_old_pytest_asyncio() -> str | None:
    """Say what is wrong with the installed pytest-asyncio, if anything is."""
    try:
        installed = version("pytest-asyncio")
    except PackageNotFoundError:
        return "pytest-asyncio is not installed; virtual-time tests need 1.4 or newer"
    numbers = tuple(int(part) for part in installed.split(".")[:2] if part.isdigit())
    if numbers < _OLDEST_PYTEST_ASYNCIO:
        return (
            f"pytest-asyncio {installed} is too old for virtual-time tests; "
            "mend it with: pip install --upgrade 'pytest-asyncio>=1.4'"
        )
    return None
