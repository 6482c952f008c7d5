"""Threads that are started while a block runs."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import TracebackType


class NewThreads:
    """Counts the threads that are started while its block runs, also those that end in it."""

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> Self:
        self._start: Any = threading.Thread.start
        counting = self

        def start(thread: threading.Thread) -> None:
            counting.count += 1
            counting._start(thread)

        threading.Thread.start = start  # type: ignore[method-assign]
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        threading.Thread.start = self._start  # type: ignore[method-assign]
