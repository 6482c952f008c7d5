"""The one place that looks inside of pytest-asyncio, which has no public way to a test's runner.

And inside of pytest, for the order in which it is going to tear down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterator

    import pytest

_SCOPE = "_loop_scope"
_REQUEST = "_request"


def is_run_by_pytest_asyncio(item: pytest.Item) -> bool:
    return hasattr(item, _SCOPE)


def loop_scope(item: pytest.Item) -> str:
    """Return the scope of the loop that an asynchronous test runs on, such as ``"function"``."""
    scope: str = getattr(item, _SCOPE)
    return scope


def loop_of(item: pytest.Item) -> asyncio.AbstractEventLoop:
    """Return the loop of an asynchronous test, made now if it is not there yet."""
    request: Any = getattr(item, _REQUEST)
    runner: asyncio.Runner = request.getfixturevalue(_runner_of(item))
    return runner.get_loop()


def before_loop_closes(item: pytest.Item, callback: Callable[[], None]) -> None:
    """Call back when the fixtures of an asynchronous test are gone, and its loop is still there.

    If the loop is of a wider scope, that is when the scope ends.
    """
    if is_run_by_pytest_asyncio(item):
        request: Any = getattr(item, _REQUEST)
        request._get_active_fixturedef(_runner_of(item)).addfinalizer(callback)  # noqa: SLF001


def torn_down_before_loop(item: pytest.Item) -> Iterator[object]:
    """Yield what will be torn down after a test while its loop is open: fixtures or functions.

    All that was set up before the loop is torn down when the loop is closed, and ends nothing.
    """
    loop = _runner_of(item) if is_run_by_pytest_asyncio(item) else "virtual_loop"
    finalizers, _ = item.session._setupstate.stack.get(item, ((), None))  # noqa: SLF001
    # The first one is the item's own.
    for finalizer in reversed(finalizers[1:]):
        finish = getattr(finalizer, "func", finalizer)
        torn_down = getattr(finish, "__self__", finish)
        if getattr(torn_down, "argname", None) == loop:
            return
        yield torn_down


def _runner_of(item: pytest.Item) -> str:
    return f"_{loop_scope(item)}_scoped_runner"
