"""The primitives by which threads hand over to each other."""

from __future__ import annotations

import threading
from _thread import allocate_lock
from contextlib import suppress


class Signal:
    """Wakes one waiting thread; what was set before the wait is not lost."""

    def __init__(self) -> None:
        # Not an Event, which waits by a Condition: those wait in virtual time here.
        self._lock = allocate_lock()
        self._lock.acquire()

    def set(self) -> None:
        with suppress(RuntimeError):
            self._lock.release()

    def clear(self) -> None:
        self._lock.acquire(blocking=False)

    def wait(self, seconds: float = -1) -> bool:
        """Wait for as many real seconds at the most, or for ever."""
        return self._lock.acquire(timeout=seconds)


class Depth(threading.local):
    """How many blocks of one kind the calling thread is in."""

    depth = 0

    def __enter__(self) -> None:
        self.depth += 1

    def __exit__(self, *_: object) -> None:
        self.depth -= 1
