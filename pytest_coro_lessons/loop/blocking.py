"""``time.sleep`` where virtual time rules.

In the loop's own thread it moves the clock while nobody else runs, which is what blocking does; in a
worker of the loop it takes virtual seconds and no real ones; any other thread really sleeps.
"""

from __future__ import annotations

import asyncio
import sys
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..clock import to_nanoseconds
from .patches import Patch
from .workers import current_worker

if TYPE_CHECKING:
    from types import FrameType

_real_sleep = time.sleep


@dataclass(frozen=True, slots=True)
class Blocking:
    """One stretch of time in which the loop could not run anything else.

    ``at`` and ``seconds`` are virtual seconds; ``file`` and ``line`` are those of the call.
    """

    seconds: float
    at: float
    file: str
    line: int
    task: str | None


class Blockable(ABC):
    """A loop whose clock a blocking call moves."""

    @abstractmethod
    def block(self, nanoseconds: int, frame: FrameType) -> None:
        """Move the clock on while nobody else runs, and note who asked for it."""


def sleep(seconds: float, /) -> None:
    """Sleep as the calling thread does: in virtual time, or really."""
    worker = current_worker()
    if worker is not None:
        worker.sleep(to_nanoseconds(_checked(seconds)))
        return
    loop = asyncio._get_running_loop()
    if isinstance(loop, Blockable):
        loop.block(to_nanoseconds(_checked(seconds)), sys._getframe(1))
    else:
        _real_sleep(seconds)


def _checked(seconds: float) -> float:
    # The same words as time.sleep, which a learner may look up.
    if (
        isinstance(seconds, str)
        or not hasattr(seconds, "__float__")
        and not hasattr(seconds, "__index__")
    ):
        msg = f"'{type(seconds).__name__}' object cannot be interpreted as an integer or float"
        raise TypeError(msg)
    seconds = float(seconds)
    if seconds < 0:
        msg = "sleep length must be non-negative"
        raise ValueError(msg)
    return seconds


virtual_sleep = Patch(time, "sleep", sleep)
