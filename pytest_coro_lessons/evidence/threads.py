"""Threads that are started while a block runs."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import TracebackType

# Every thread of the standard library is started through this method, those of executors as well.
_Thread: Any = threading.Thread


class NewThreads:
    """Counts the threads that are started while its block runs, also those that end in it."""

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> Self:
        start = self._start = _Thread.start

        def counted_start(thread: threading.Thread) -> None:
            self.count += 1
            start(thread)

        _Thread.start = counted_start
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        _Thread.start = self._start
