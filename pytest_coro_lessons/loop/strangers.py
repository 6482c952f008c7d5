"""Threads that no rule of virtual time reaches: those that a program starts by itself.

They run and sleep in real time. So that one which soon calls ``call_soon_threadsafe`` does not lose
to a timeout of ten virtual seconds, such a thread holds the clock while it lives, for a real second
at the most. Threads that were started before the loop ran hold nothing, unless somebody joins them
with a timeout, which is one of virtual seconds; but before the loop says that it can never go on,
they get a second too.
"""

from __future__ import annotations

import threading
import time

SLICE = 0.005
PATIENCE = 1.0


class Stranger:
    """One such thread, started while the loop ran."""

    # In the class, where freezegun does not look for clocks to replace.
    _monotonic = staticmethod(time.monotonic)

    def __init__(self, thread: threading.Thread) -> None:
        self._thread = thread
        self._started = self._monotonic()

    def holds_the_clock(self) -> bool:
        return self._thread.is_alive() and self._monotonic() - self._started < PATIENCE


def is_of_executor(thread: threading.Thread) -> bool:
    """Return whether a thread works for an executor, which starts and ends it."""
    target = getattr(thread, "_target", None)
    modules = (getattr(target, "__module__", None), type(thread).__module__)
    return any(str(name).startswith(("concurrent.futures", "multiprocessing")) for name in modules)


def others_alive() -> bool:
    """Return whether there is another thread that may still have something to say."""
    here = threading.current_thread()
    return any(
        thread is not here and not thread.daemon and not is_of_executor(thread)
        for thread in threading.enumerate()
    )
