"""What this package uses of asyncio's insides, declared in one place.

asyncio keeps these names for those who write event loops, and documents none of them. A test pins
each one on every supported Python.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable
    from concurrent.futures import Executor

    AnyTask = asyncio.Task[Any]
    AnyFuture = asyncio.Future[Any]


class LoopInternals(asyncio.BaseEventLoop):
    """asyncio's unfinished loop, with types for what it leaves to its subclasses."""

    if TYPE_CHECKING:
        _asyncgens: Any
        _clock_resolution: float
        _closed: bool
        _current_handle: asyncio.Handle | None
        _debug: bool
        _default_executor: Executor | None
        _executor_shutdown_called: bool
        _ready: deque[Any]
        _stopping: bool
        _task_factory: Callable[..., Any] | None

        def _check_callback(self, callback: object, method: str) -> None: ...
        def _check_closed(self) -> None: ...
        def _check_default_executor(self) -> None: ...
        def _check_running(self) -> None: ...
        def _check_thread(self) -> None: ...
        def _write_to_self(self) -> None: ...


def is_task(something: object) -> TypeGuard[AnyTask]:
    """Return whether it is a task; asyncio's own in Python is none of the class asyncio.Task."""
    return asyncio.isfuture(something) and hasattr(something, "get_coro")


def waiter_of(task: AnyTask) -> Any:
    """Return the future that a suspended task waits on; None if it is ready or done."""
    return getattr(task, "_fut_waiter", None)


def old_requests(task: AnyTask) -> int:
    """Count the requests to cancel a suspended task that it has heard of and gone on.

    Up to Python 3.12 a task group that fails while it ends leaves one behind. A request that is
    still on its way is not counted, and then no other is either.
    """
    waiter: Any = waiter_of(task)
    asked = (
        waiter is None
        or waiter.cancelled()
        or getattr(waiter, "_cancel_requested", False)
        or (isinstance(waiter, asyncio.Task) and waiter.cancelling() > 0)
    )
    return 0 if asked else task.cancelling()
