"""How long to wait for code, in real seconds, on a machine that may have other things to do."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# A process that gets less of a processor than this stands before a lock, as far as we can tell.
_IDLE = 0.2
# Other processes may slow this one down so many times.
_SLOWEST = 4.0
_ENOUGH = 0.9


class Patience:
    """Lasts for so many seconds of the processor, or of real time in which it was not used.

    On an idle machine these are the same. On a busy one a limit of real time alone would strike
    code that was never given the time to end.
    """

    def __init__(
        self,
        seconds: float,
        *,
        wall: Callable[[], float] = time.monotonic,
        processor: Callable[[], float] = time.process_time,
    ) -> None:
        self._seconds = seconds
        self._wall = wall
        self._processor = processor
        self._started = self._mark = (wall(), processor())

    def lasts(self) -> bool:
        """Tell whether there is any left; ask from time to time."""
        wall, processor = self._wall(), self._processor()
        elapsed = wall - self._started[0]
        if elapsed < self._seconds:
            return True
        used = processor - self._started[1]
        share = (processor - self._mark[1]) / max(wall - self._mark[0], 1e-9)
        self._mark = (wall, processor)
        is_slowed_down = share >= _IDLE and used < _ENOUGH * self._seconds
        return is_slowed_down and elapsed < _SLOWEST * self._seconds

    def start_again(self) -> None:
        self._started = self._mark = (self._wall(), self._processor())

    def never_end(self) -> None:
        self._seconds = math.inf
