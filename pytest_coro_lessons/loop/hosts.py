"""What a loop is to the threads that live in its time."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from .workers.worker import current_worker

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from .workers import Crew


class Host(ABC):
    """A loop whose time its own thread can block in, and other threads can live in."""

    @property
    @abstractmethod
    def _own_crew(self) -> Crew:
        """The workers of this loop."""

    @property
    @abstractmethod
    def _interrupted(self) -> bool:
        """Whether the loop was told to stop, so that nothing must be waited for any more."""

    @abstractmethod
    def is_running(self) -> bool: ...

    @abstractmethod
    def time_ns(self) -> int: ...

    @abstractmethod
    def call_at_ns(self, when_ns: int, callback: Callable[[], object]) -> Any: ...

    @abstractmethod
    def _block_until(self, happened: Callable[[], bool], timeout: float | None) -> bool:
        """Block the loop's own thread, as far as virtual seconds go, while its workers go on."""

    @abstractmethod
    def _take_in(self, thread: threading.Thread) -> None:
        """Note a thread that the program has started by itself, or waits for."""


def running_host() -> Host | None:
    """Return the virtual loop that runs in the calling thread."""
    loop: object = asyncio._get_running_loop()
    return loop if isinstance(loop, Host) else None


def host_of_this_thread() -> Host | None:
    """Return the virtual loop whose time the calling thread lives in: its own, or its worker's.

    A loop of another kind that runs in a worker lives in its own time.
    """
    loop: object = asyncio._get_running_loop()
    if loop is None:
        worker = current_worker()
        return worker.host if worker is not None else None
    return loop if isinstance(loop, Host) else None
