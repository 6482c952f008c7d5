"""Follows the await chain of a task from step to step.

A coroutine that appears in the chain has begun, one that is gone from it has ended. While a task
runs its chain says nothing; when it blocks, or a timeline is asked for, its frames tell how far it
is.
"""

from __future__ import annotations

import asyncio
import gc
import inspect
from types import CoroutineType
from typing import TYPE_CHECKING, Any, TypeAlias

from .chains import awaited_by, code_of, coroutine_of, frame_of
from .drafts import Level
from .outcomes import UNKNOWN, Ended, error_of, of_task, thrown_by
from .waits import ELSEWHERE, Waits

if TYPE_CHECKING:
    from types import FrameType

    from ..clock import VirtualClock
    from .codes import Code, Codes
    from .drafts import Draft, Notebook, Track

Place: TypeAlias = "tuple[str | None, int | None]"

_AWAITS = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
# Their `async with` lets every exception out as it is.
_LETS_OUT = (asyncio.Condition, asyncio.Lock, asyncio.Semaphore)


class Follower:
    """Keeps the levels of tracks, and the spans of these, up to date."""

    def __init__(
        self, tracks: dict[int, Track], clock: VirtualClock, codes: Codes, notebook: Notebook
    ) -> None:
        self._tracks = tracks
        self._clock = clock
        self.codes = codes
        self._notebook = notebook
        self._waits = Waits(tracks)
        self._at_ns = 0
        """The moment that is being noted."""
        self._adrift: list[Level] = []
        """Generators that are not over, although the tasks are that iterated them."""

    def follow(self, track: Track, awaited: Any = None, at_ns: int | None = None) -> None:
        """Note what a step of a task changed.

        Args:
            awaited: the future that it had waited for.
            at_ns: when the step was over; None stands for now.
        """
        self._at_ns = self._clock.time_ns() if at_ns is None else at_ns
        levels = track.levels
        is_done = track.task.done()
        gone = []
        while len(levels) > 1 and (is_done or awaited_by(levels[-1].coroutine) is None):
            gone.append(levels.pop())
        below = [] if is_done else self._descend(track)
        if gone or track.generators:
            self._close(track, gone, awaited)
        track.leaf = track.inner = None
        if is_done:
            self._close_root(track)
        else:
            self._note_wait(track, below)

    def _note_wait(self, track: Track, below: list[tuple[Any, Code]]) -> None:
        top = track.levels[-1]
        if not top.code.is_level:
            below.insert(0, (top.coroutine, top.code))
        track.is_direct = all(code.is_plain for _, code in below)
        if below and below[0][1].is_leaf:
            track.leaf = below[0][0]
        elif not self._notebook.is_full:
            track.reason = self._waits.reason(track.task, below)
        # Of a generator the end must be seen although nobody awaits it then. What is watched must
        # not be held.
        if not track.generators and (top.is_sure or top is track.levels[0]):
            track.inner = top.coroutine

    def catch_up(self, track: Track, frame: FrameType | None) -> None:
        """Bring the levels of a task to where it runs now; ``frame`` is the innermost one."""
        self._at_ns = self._clock.time_ns()
        root = track.levels[0].current_frame()
        stack: list[FrameType] = []
        while frame is not None and frame is not root:
            if frame.f_code.co_flags & _AWAITS and self.codes.of(frame.f_code).is_level:
                stack.append(frame)
            frame = frame.f_back
        if frame is None:
            return
        levels = track.levels
        known = 1
        while known < len(levels) and stack and levels[known].current_frame() is stack[-1]:
            stack.pop()
            known += 1
        gone = levels[known:]
        del levels[known:]
        if gone or track.generators:
            self._close(track, gone[::-1])
        while stack:
            running = stack.pop()
            is_direct = running.f_back is levels[-1].current_frame()
            code = self.codes.of(running.f_code)
            level = self._level(coroutine_of(running), code, levels[-1], is_direct=is_direct)
            if level is None:
                break
            levels.append(level)
        track.inner = None

    def _descend(self, track: Track) -> list[tuple[Any, Code]]:
        """Add the levels that the task has got into; return what the innermost one awaits."""
        levels = track.levels
        below: list[tuple[Any, Code]] = []
        is_direct = True
        awaited = awaited_by(levels[-1].coroutine)
        while awaited is not None:
            code = self._code_of(awaited)
            if code is None:
                is_direct = is_direct and not inspect.isgenerator(awaited)
            elif code.is_level:
                awaiter = below[0][0] if below else awaited
                level = self._level(awaited, code, levels[-1], awaiter, is_direct=is_direct)
                if level is None:
                    break
                levels.append(level)
                below, is_direct = [], True
            else:
                below.append((awaited, code))
                is_direct = False
            awaited = awaited_by(awaited)
        return below

    def _code_of(self, awaited: Any) -> Code | None:
        code = awaited.cr_code if awaited.__class__ is CoroutineType else code_of(awaited)
        return None if code is None else self.codes.get(id(code)) or self.codes.of(code)

    def _level(
        self, coroutine: Any, code: Code, above: Level, awaiter: Any = None, *, is_direct: bool
    ) -> Level | None:
        """Open a level, or find that of a generator again; None if there is no room."""
        level = self._parked(coroutine) if code.is_generator else None
        if level is None:
            level = self._open(code, frame_of(coroutine), above, is_direct=is_direct)
        if level is not None:
            level.above = above
            level.is_direct = is_direct
            if level.is_sure:
                level.hold(coroutine)
            else:
                level.watch(coroutine, awaiter or coroutine)
        return level

    def _parked(self, generator: Any) -> Level | None:
        """Return the level of a generator that has begun, which is parked no more."""
        for parked in (self._adrift, *(track.generators for track in self._tracks.values())):
            for level in parked:
                if level.coroutine is generator:
                    parked.remove(level)
                    return level
        return None

    def sweep(self) -> None:
        """Close the generators that came to their end in another task, or after their own."""
        self._at_ns = self._clock.time_ns()
        for track in self._tracks.values():
            if track.generators:
                self._close(track, [])
        adrift, self._adrift = self._adrift, []
        for level in adrift:
            if level.is_parked:
                self._adrift.append(level)
            else:
                level.draft.end(self._at_ns, self._notebook.next_order())
                level.draft.outcome = "ended"

    def _open(
        self, code: Code, frame: FrameType | None, above: Level, *, is_direct: bool
    ) -> Level | None:
        """Make a level, with a span unless it is a part of the one above."""
        outer = above.current_frame()
        draft: Draft | None = above.draft
        if code.has_row:
            draft = self._notebook.draft("call", above.draft, self._at_ns)
        if draft is None or frame is None:
            return None
        level = Level(code, draft, above)
        level.frame_id = id(frame)
        if is_direct and outer is not None and not code.is_generator:
            # Below a call that is not, none is: what it raised would be known, but not from where.
            can_be = above.is_sure or above.above is None
            level.is_sure = can_be and above.code.flow.lets_through(outer.f_lasti)
        if code.has_row:
            level.owns_draft = True
            level.call = frame.f_locals["call"] if code.is_operation else None
            draft.name = code.call(frame)
            draft.file, draft.line = place_of(above)
        return level

    def _close(self, track: Track, levels: list[Level], awaited: Any = None) -> None:
        """Close levels, the innermost first; a generator that only yielded is put aside."""
        gone = levels
        if track.generators or any(level.is_generator for level in levels):
            candidates = [*track.generators, *levels]
            track.generators = [level for level in candidates if level.is_parked]
            gone = [level for level in candidates if not level.is_parked]
        for level in gone:
            level.close()
            if level.owns_draft:
                level.draft.end(self._at_ns, self._notebook.next_order())
        if track.task.done() or not all(level.is_sure for level in gone):
            self._find_fates(track, gone, awaited)
            return
        for level in gone:
            # What awaited it goes on, and could not if it had raised something.
            if level.owns_draft:
                level.draft.outcome = "ok"

    def _find_fates(self, track: Track, gone: list[Level], awaited: Any) -> None:
        thrown = track.thrown or thrown_by(awaited)
        is_cancelled = track.was_cancelled or track.task.cancelling()
        if thrown is None and (track.reason is ELSEWHERE or is_cancelled):
            # A cancellation may also come when what was waited for has ended well.
            thrown = UNKNOWN
        ended = Ended(gone, of_task(track.task), error_of(track.task), thrown)
        for level, fate in ended.fates(track.doomed):
            if level.owns_draft:
                level.draft.end_as(fate)

    def _close_root(self, track: Track) -> None:
        self._adrift += track.generators
        root = track.levels[0]
        if root.owns_draft:
            root.draft.name = track.name
            root.draft.end(self._at_ns, self._notebook.next_order())
            root.draft.end_as(of_task(track.task) or UNKNOWN)


def place_of(level: Level) -> Place:
    """Return the learner's line at which a level waits, or else the one that awaits it."""
    frame = level.current_frame()
    if level.code.theirs and frame is not None:
        return level.code.file, level.code.line(frame)
    if level.above is not None and not level.owns_draft:
        return place_of(level.above)
    return level.draft.file, level.draft.line


def doomed(track: Track) -> list[Level]:
    """Return the levels of a suspended task that an exception where it waits surely ends."""
    found: list[Level] = []
    is_direct = track.is_direct
    for level in reversed(track.levels[1:]):
        frame = level.current_frame()
        if frame is None or not is_direct:
            break
        trust = _keeps_no_exception(level.coroutine)
        if not level.code.flow.lets_through(frame.f_lasti, trust_with=trust):
            break
        found.append(level)
        is_direct = level.is_direct
    return found


def _keeps_no_exception(coroutine: Any) -> bool:
    """Tell whether all ``with`` blocks that a coroutine is in let exceptions out as they are."""
    blocks = [
        referent.__self__
        for referent in gc.get_referents(coroutine)
        if getattr(referent, "__name__", "") in ("__exit__", "__aexit__")
    ]
    return all(isinstance(block, _LETS_OUT) for block in blocks)
