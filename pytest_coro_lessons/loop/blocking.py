"""``time.sleep`` where virtual time rules.

In the loop's own thread it moves the clock while no task runs, which is what blocking does; in a
worker of the loop it takes virtual seconds and no real ones; any other thread really sleeps. A
module's own name for it counts as well; where it was kept otherwise, in a default or a class, it
stays the real one.
"""

from __future__ import annotations

import math
import operator
import subprocess
import time
from typing import NamedTuple, SupportsIndex

from .hosts import running_host
from .patches import ImportedNames, Patch, Patches
from .workers import current_worker
from .workers.deadlines import TimeModule, blocked_ns


class Blocking(NamedTuple):
    """One stretch of time in which the loop could not run anything else.

    ``at`` and ``seconds`` are virtual seconds; ``file`` and ``line`` are those of the call.
    ``what`` was called there, such as ``"time.sleep"``; empty if nobody knows.
    """

    seconds: float
    at: float
    file: str
    line: int
    task: str | None
    what: str = ""


def sleep(seconds: float | SupportsIndex, /) -> None:
    """Sleep as the calling thread does: in virtual time, or really."""
    worker = current_worker()
    host = running_host()
    # Whatever has __index__ is a length too; the real one says what is wrong with other values.
    length: float = seconds if isinstance(seconds, float) else operator.index(seconds)
    if worker is not None and 0 <= length < math.inf:
        worker.sleep(blocked_ns(length))
    elif host is not None and 0 <= length < math.inf:
        host._block_until(lambda: False, length)
    else:
        _sleep_patch.original(seconds)


# A test's own mock of time.sleep has the last word.
_sleep_patch = Patch(time, "sleep", sleep, over=time.sleep)

virtual_sleep = Patches(
    _sleep_patch,
    ImportedNames(_sleep_patch.original, sleep),
    # It sleeps while it waits for what other processes do, and those live in real time.
    Patch(subprocess, "time", TimeModule(sleep=_sleep_patch.original), over=time),
)
