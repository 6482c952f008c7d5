"""How a call ended, as far as that is proved."""

from __future__ import annotations

import asyncio
import gc
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from ..diagnostics import shorten
from ..errors import LoopBusyError, LoopLimitError, LoopStalledError

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from types import FrameType

    from ..operations import Call
    from .drafts import Level
    from .model import Outcome


# Before Python 3.12, what is raised gets its traceback where it is handled.
_HAS_TRACEBACK = sys.version_info >= (3, 12)


class Fate(NamedTuple):
    """How something ended."""

    outcome: Outcome
    error: str | None = None


OK = Fate("ok")
CANCELLED = Fate("cancelled")
FAILED = Fate("failed")
UNKNOWN = Fate("ended")
# The loop stopped it from outside, and with that the program.
STOPPED = Fate("running")

_STOPS = (LoopStalledError, LoopBusyError, LoopLimitError)


def of_error(error: BaseException | None) -> Fate:
    """Return how something ended that raised ``error``, or returned if that is None."""
    if error is None:
        return OK
    if isinstance(error, asyncio.CancelledError):
        return CANCELLED
    if _is_stop(error):
        return STOPPED
    return Fate("failed", shorten(error))


def _is_stop(error: BaseException) -> bool:
    if isinstance(error, BaseExceptionGroup):
        return any(map(_is_stop, error.exceptions))
    return isinstance(error, _STOPS)


def error_of(future: Any) -> BaseException | None:
    """Return the exception of a future, which is not marked as retrieved by that."""
    return getattr(future, "_exception", None)


def of_task(task: asyncio.Task[Any]) -> Fate | None:
    """Return how a task ended; None while it has not."""
    if not task.done():
        return None
    return CANCELLED if task.cancelled() else of_error(error_of(task))


def thrown_by(awaited: Any) -> Fate | None:
    """Return what waiting for something raised, if it is a future and did."""
    if getattr(awaited, "_state", None) == "CANCELLED":
        return CANCELLED
    error = error_of(awaited)
    return of_error(error) if isinstance(error, BaseException) else None


def raised_out_of(frame: FrameType) -> Fate | None:
    """Return what left a frame that has just ended, and is on its way through those outside of it.

    Python shows an exception to who handles it only. But it is somewhere, and its traceback tells
    which frames it left: in that of one that was handled inside, the frame comes first. It is young
    as a rule, and to look through all that there is would take long.
    """
    for generation in range(2) if _HAS_TRACEBACK else ():
        errors = [
            each for each in gc.get_objects(generation) if issubclass(type(each), BaseException)
        ]
        found = [error for error in errors if _has_left(error, frame)]
        if found:
            return of_error(found[0]) if len(found) == 1 else None
    return None


def _has_left(error: BaseException, frame: FrameType) -> bool:
    traceback = error.__traceback__
    if traceback is None or traceback.tb_frame is frame:
        return False
    while traceback is not None and traceback.tb_frame is not frame:
        traceback = traceback.tb_next
    return traceback is not None


class Ended:
    """The calls that ended in one step of a task, innermost first.

    Args:
        task: how their task ended; None if it goes on.
        error: what it raised.
        thrown: what the step began with, if that was an exception.
    """

    def __init__(
        self,
        levels: Sequence[Level],
        task: Fate | None,
        error: BaseException | None,
        thrown: Fate | None,
    ) -> None:
        self._levels = levels
        self._of_task = task
        self._thrown = thrown
        self._raised_through = _frames_of(error)
        if task is None:
            for above in {level.above for level in levels}.difference(levels):
                self._raised_through |= _frames_of(_handled_by(above))
        self._fates: dict[Level, Fate] = {}

    def fates(self, doomed: Container[Level]) -> Iterator[tuple[Level, Fate]]:
        """Yield how each of them ended; the ``doomed`` ones could only end with what was thrown."""
        for level in reversed(self._levels):
            fate = self._seen(level)
            if fate is None and level in doomed:
                fate = self._thrown
            if fate is None and level.returned is False:
                fate = UNKNOWN if self._thrown is not None or level.is_generator else FAILED
            if fate is None:
                fate = OK if self._must_have_returned(level) else UNKNOWN
            self._fates[level] = fate
            yield level, fate

    def _seen(self, level: Level) -> Fate | None:
        """Return a fate that left a trace of its own."""
        if level.call is not None:
            return STOPPED if self._thrown is STOPPED else _of_call(level.call)
        return OK if level.returned else self._raised_through.get(level.frame_id, level.raised)

    def _must_have_returned(self, level: Level) -> bool:
        """Tell whether what awaited a call can only have gone on, or raised, after it returned."""
        above = level.above
        if above is None or not level.is_sure:
            return False
        fate = self._fates.get(above, self._of_task)
        return fate is None or fate is OK or above.frame_id in self._raised_through


def _of_call(call: Call) -> Fate | None:
    if call.outcome == "ok":
        return OK
    if call.outcome == "cancelled":
        return CANCELLED
    return Fate("failed", call.error) if call.outcome == "failed" else None


def _handled_by(level: Level | None) -> BaseException | None:
    """Return the exception that a coroutine is handling, in an ``except`` block."""
    for referent in gc.get_referents(level.coroutine) if level is not None else ():
        if isinstance(referent, BaseException):
            return referent
    return None


def _frames_of(error: BaseException | None) -> dict[int | None, Fate]:
    """Return the frames that an exception came through, each with what that made of its call."""
    traceback = error.__traceback__ if error is not None else None
    fate = of_error(error)
    found: dict[int | None, Fate] = {}
    while traceback is not None:
        found[id(traceback.tb_frame)] = fate
        traceback = traceback.tb_next
    return found
