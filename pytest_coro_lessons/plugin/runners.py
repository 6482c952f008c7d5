"""The one place that looks inside of pytest-asyncio, which has no public way to a test's runner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

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
    runner: asyncio.Runner = request.getfixturevalue(f"_{loop_scope(item)}_scoped_runner")
    return runner.get_loop()
