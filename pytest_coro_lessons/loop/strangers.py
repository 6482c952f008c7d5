"""Threads that a program starts by itself, which no rule of virtual time reaches.

They run and sleep in real time. So that one which soon calls ``call_soon_threadsafe`` does not lose to
a timeout of ten virtual seconds, such a thread holds the clock while it lives, for a real second at
the most. Threads that were started before the loop ran are not seen.
"""

from __future__ import annotations

import asyncio
import threading
import time
from abc import ABC, abstractmethod

from .patches import Patch
from .workers import current_worker

SLICE = 0.005
_PATIENCE = 1.0

_real_start = threading.Thread.start
_real_monotonic = time.monotonic


class Stranger:
    """One such thread."""

    def __init__(self, thread: threading.Thread) -> None:
        self._thread = thread
        self._started = _real_monotonic()

    def holds_the_clock(self) -> bool:
        return self._thread.is_alive() and _real_monotonic() - self._started < _PATIENCE


class Host(ABC):
    """A loop that waits for the threads its program starts."""

    @abstractmethod
    def take_in(self, stranger: Stranger) -> None:
        """Note a thread that was just started."""


def _start_and_tell(thread: threading.Thread) -> None:
    _real_start(thread)
    worker = current_worker()
    loop: object = asyncio._get_running_loop() if worker is None else worker.timers
    # The threads of an executor idle for ever; what they do for the loop is known otherwise.
    target = getattr(thread, "_target", None)
    if isinstance(loop, Host) and getattr(target, "__module__", "") != "concurrent.futures.thread":
        loop.take_in(Stranger(thread))


thread_watch = Patch(threading.Thread, "start", _start_and_tell)
