"""Threads that are started while a block runs."""

from __future__ import annotations

import sys
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

# Every thread of the standard library is started through this method, those of executors as well.
_Thread: Any = threading.Thread


class NewThreads:
    """Hears of every thread that is started while its block runs."""

    def __init__(self, on_start: Callable[[threading.Thread | None], None]) -> None:
        """Call ``on_start`` in place of the start; the thread starts when it returns.

        It is called with None for the thread that a pool of processes is about to make.
        """
        self._on_start = on_start

    def __enter__(self) -> Self:
        start = self._start = _Thread.start

        def heard_start(thread: threading.Thread) -> None:
            __tracebackhide__ = True
            self._on_start(thread)
            start(thread)

        _Thread.start = heard_start
        self._hear_of_pools_of_processes()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._pools.close()
        _Thread.start = self._start

    def _hear_of_pools_of_processes(self) -> None:
        """Hear of the thread of such a pool before it is there.

        The pool starts its processes first, and without the thread nobody ends them.
        """
        self._pools = ExitStack()
        # Not imported here: it costs much, and whoever has a pool has imported it.
        module: Any = sys.modules.get("concurrent.futures.process")
        if module is None:
            return
        pool = module.ProcessPoolExecutor
        submit = pool.submit

        def heard_submit(executor: Any, /, *args: Any, **kwargs: Any) -> Any:
            __tracebackhide__ = True
            if getattr(executor, "_executor_manager_thread", executor) is None:
                self._on_start(None)
            return submit(executor, *args, **kwargs)

        pool.submit = heard_submit
        self._pools.callback(setattr, pool, "submit", submit)
