"""Which tests run in virtual time, and how pytest-asyncio is told."""

from __future__ import annotations

import inspect
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from pathlib import Path

# As in lessons.find, which costs an import that most runs of pytest do not need.
EXERCISE_FILE = "exercise.toml"

_OF_EXERCISE: pytest.StashKey[bool] = pytest.StashKey()
_PYTEST_ASYNCIO = "pytest_asyncio.plugin"
_OLDEST_PYTEST_ASYNCIO = (1, 4)


def is_of_exercise(path: Path) -> bool:
    """Tell whether a file belongs to an exercise: an ``exercise.toml`` stands beside it."""
    return (path.parent / EXERCISE_FILE).is_file()


def is_test_of_exercise(item: pytest.Item) -> bool:
    if not isinstance(item, pytest.Function) or item.parent is None:
        return False
    # Asked several times of every test of every project: once for each module is enough.
    stash = item.parent.stash
    if _OF_EXERCISE not in stash:
        stash[_OF_EXERCISE] = is_of_exercise(item.path)
    return stash[_OF_EXERCISE]


def is_virtual(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("virtual_time", "explore"))
    return marked or is_test_of_exercise(item)


class LoopFactories:
    """Implements pytest-asyncio's hook, for virtual tests and at no other time.

    A hook that is always there would have to answer for every test of every project: pytest-asyncio
    takes no answer for an error. And the markers are put on pytest's items, never on the functions:
    another class may inherit those.
    """

    def __init__(self, config: pytest.Config, factory: Callable[[], Any]) -> None:
        self._manager = config.pluginmanager
        self._answer = _Answer(factory)
        self._answers = False
        self._has_pytest_asyncio = False

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> Generator[None, None, None]:
        is_ours = self._concerns(metafunc.definition)
        if is_ours:
            self._mark(metafunc.definition)
        self._answer_from_now_on(wanted=is_ours)
        return (yield)

    # Closer to pytest's own than pytest-asyncio's wrapper, which asks the items for their marker.
    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_pycollect_makeitem(self) -> Generator[None, Any, Any]:
        made = yield
        for item in made if isinstance(made, list) else ():
            if isinstance(item, pytest.Item) and self._concerns(item):
                self._mark(item)
        return made

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        # From here on nobody asks for factories. But pytest-asyncio makes the fixtures of wider
        # scopes anew when tests on another loop come, and does so only where the hook is there.
        self._answer_from_now_on(wanted=any(self._concerns(item) for item in session.items))

    def _answer_from_now_on(self, *, wanted: bool) -> None:
        # Only where it changes: to register a plugin costs more than a test does.
        if wanted and not self._answers:
            self._manager.register(self._answer)
        elif self._answers and not wanted:
            self._manager.unregister(self._answer)
        self._answers = wanted

    def _concerns(self, item: pytest.Item) -> bool:
        if not (is_virtual(item) and inspect.iscoroutinefunction(getattr(item, "obj", None))):
            return False
        # Once it is loaded it stays.
        self._has_pytest_asyncio = self._has_pytest_asyncio or has_pytest_asyncio(self._manager)
        return self._has_pytest_asyncio

    def _mark(self, item: pytest.Item) -> None:
        if item.get_closest_marker("asyncio") is None:
            item.add_marker("asyncio")


class _Answer:
    def __init__(self, factory: Callable[[], Any]) -> None:
        self._factory = factory

    # First, for the conftest of a folder below may come later than this.
    @pytest.hookimpl(wrapper=True, tryfirst=True, optionalhook=True)
    def pytest_asyncio_loop_factories(self) -> Generator[None, Any, Mapping[str, Any]]:
        # A project's own choice is for its other tests.
        yield
        return {"virtual_time": self._factory}


def has_pytest_asyncio(manager: pytest.PytestPluginManager) -> bool:
    """Tell whether it is loaded; its name as a plugin depends on who loaded it."""
    return any(getattr(one, "__name__", "") == _PYTEST_ASYNCIO for one in manager.get_plugins())


def problem_with_pytest_asyncio(config: pytest.Config) -> str | None:
    """Say why asynchronous tests cannot run in virtual time here, if they cannot."""
    if not has_pytest_asyncio(config.pluginmanager):
        return "virtual time needs pytest-asyncio, which is switched off here (-p no:asyncio)"
    try:
        installed = version("pytest-asyncio")
    except PackageNotFoundError:
        return None  # there without metadata: whoever did that knows
    numbers = tuple(int(part) for part in installed.split(".")[:2] if part.isdigit())
    if numbers >= _OLDEST_PYTEST_ASYNCIO:
        return None
    return (
        f"pytest-asyncio {installed} is too old for virtual time; "
        "mend it with: pip install --upgrade 'pytest-asyncio>=1.4'"
    )
