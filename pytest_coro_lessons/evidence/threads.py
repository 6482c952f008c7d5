"""Threads that are started while a block runs."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

# Every thread of the standard library is started through this method, those of executors as well.
_Thread: Any = threading.Thread


class NewThreads:
    """Hears of every thread that is started while its block runs."""

    def __init__(self, on_start: Callable[[threading.Thread], None]) -> None:
        """Call ``on_start`` in place of the start; the thread starts when it returns."""
        self._on_start = on_start

    def __enter__(self) -> Self:
        start = self._start = _Thread.start

        def heard_start(thread: threading.Thread) -> None:
            __tracebackhide__ = True
            self._on_start(thread)
            start(thread)

        _Thread.start = heard_start
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        _Thread.start = self._start
