"""How a call ended, as far as that is proved."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING, Any, NamedTuple

from ..diagnostics import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..operations import Call
    from .drafts import Level
    from .model import Outcome


class Fate(NamedTuple):
    """How something ended."""

    outcome: Outcome
    error: str | None = None

    @property
    def raised(self) -> bool:
        return self.outcome in ("failed", "cancelled")


OK = Fate("ok")
CANCELLED = Fate("cancelled")
UNKNOWN = Fate("ended")


def of_error(error: BaseException | None) -> Fate:
    """Return how something ended that raised ``error``, or returned if that is None."""
    if error is None:
        return OK
    if isinstance(error, asyncio.CancelledError):
        return CANCELLED
    return Fate("failed", shorten(error))


def error_of(future: Any) -> BaseException | None:
    """Return the exception of a future, which is not marked as retrieved by that."""
    return getattr(future, "_exception", None)


def of_future(future: Any) -> Fate | None:
    """Return how a future ended; None while it has not."""
    if not asyncio.isfuture(future) or not future.done():
        return None
    return CANCELLED if future.cancelled() else of_error(error_of(future))


class Ended:
    """The calls that ended in one step of a task, innermost first."""

    def __init__(
        self, levels: Sequence[Level], fate: Fate | None, error: BaseException | None
    ) -> None:
        """Take the calls, how their task ended if it did, and what it then raised."""
        self._levels = levels
        self._of_task = fate
        self._raised_through = _frames_of(error)
        if fate is None:
            for above in {level.above for level in levels}.difference(levels):
                self._raised_through |= _frames_of(_handled_by(above))
        self._fates: dict[Level, Fate] = {}
        for level in levels:
            found = self._seen(level)
            if found is not None:
                self._fates[level] = found

    def throw(self, fate: Fate | None, level: Level | None, at: int | None) -> None:
        """Let what was raised in the innermost call out of every call that surely let it.

        Args:
            fate: how that ended which was awaited.
            level: what awaited it.
            at: the instruction that did.
        """
        for each in self._levels:
            if each is not level:
                continue
            raised = fate is not None and fate.raised and each.code.flow.lets_through(at)
            if fate is not None and raised:
                self._fates.setdefault(each, fate)
            fate = self._fates.get(each) if each.is_direct else None
            at, level = each.site, each.above

    def fates(self) -> Iterator[tuple[Level, Fate]]:
        """Yield how each of them ended, innermost first."""
        for level in reversed(self._levels):
            if level not in self._fates:
                self._fates[level] = OK if self._must_have_returned(level) else UNKNOWN
        for level in self._levels:
            yield level, self._fates[level]

    def _seen(self, level: Level) -> Fate | None:
        """Return a fate that left a trace of its own."""
        if level.call is not None:
            return _of_call(level.call)
        raised = self._raised_through.get(level.frame_id)
        if level.frame is None:
            return raised
        returned = level.code.flow.returns_at(level.frame.f_lasti)
        return OK if returned else raised or Fate("failed")

    def _must_have_returned(self, level: Level) -> bool:
        """Tell whether what awaited a call can only have come to where it is if that returned."""
        above = level.above
        if above is None or level.site is None:
            return False
        flow = above.code.flow
        fate = self._fates.get(above, self._of_task)
        goes_on = fate is None or fate is OK or above.frame_id in self._raised_through
        if goes_on and level.is_sure:
            return True
        frame = above.current_frame() if fate is None else None
        return frame is not None and not flow.may_lead_to(level.site, frame.f_lasti)


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
