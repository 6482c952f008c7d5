"""How a task comes into a recording: its name, its line, and who created it."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from .chains import code_of, frame_of
from .drafts import Draft, Level, Track
from .following import place_of

if TYPE_CHECKING:
    from types import CodeType, FrameType

    from ..clock import VirtualClock
    from .codes import Codes
    from .drafts import Notebook
    from .model import SpanKind

_AWAITS = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
_WAIT_FOR = asyncio.wait_for.__code__


# A frame that is not to be held: its identity, and its code to be sure.
_Caller: TypeAlias = "tuple[int | None, CodeType]"


async def _unknown() -> None:
    """Stand for what runs in a task that was made of something else than a coroutine."""


class _Origin(NamedTuple):
    """Where a task was created.

    Attributes:
        parent: The innermost span that is known to have been running there.
        callers: The frames inside of it that may turn out to be spans: their identities and codes.
        hosted: It is what ``wait_for`` waits for.
    """

    place: tuple[str | None, int | None]
    parent: Draft | None
    callers: list[_Caller]
    hosted: bool


class Births:
    """Takes new tasks in."""

    def __init__(
        self, tracks: dict[int, Track], clock: VirtualClock, codes: Codes, notebook: Notebook
    ) -> None:
        self._tracks = tracks
        self._clock = clock
        self._codes = codes
        self._notebook = notebook
        self._has_root = False
        self.unsettled: list[tuple[Track, Track | None, list[_Caller]]] = []
        """New tasks, with their creator, which is to be followed first to find their parents."""

    def track(
        self,
        task: asyncio.Task[Any],
        coroutine: Any = None,
        creator: Track | None = None,
        frame: FrameType | None = None,
    ) -> Track | None:
        """Begin to record a task that ``creator`` created in ``frame``; None without room."""
        if coroutine is None:
            # Of an eager task that is done, Python 3.12.1 must not be asked.
            coroutine = task.get_coro()
        own_frame = frame_of(coroutine)
        code = self._codes.of(code_of(coroutine) or _unknown.__code__)
        origin = self._origin(frame, own_frame, creator)
        is_first, self._has_root = not self._has_root, True
        is_hidden = not (is_first or code.is_level) and (creator is None or creator.is_hidden)
        draft: Draft | None
        if origin.hosted and not code.has_row:
            draft = origin.parent
        elif is_hidden:
            draft = Draft("task", "", None, self._clock.time_ns(), 0)
        else:
            kind: SpanKind = "call" if origin.hosted else "task"
            draft = self._notebook.draft(kind, origin.parent, self._clock.time_ns())
        if draft is None:
            return None
        root = Level(code, draft, None)
        root.hold(coroutine)
        track = self._tracks[id(task)] = Track(task, root, self._clock.time_ns())
        track.is_hidden = is_hidden
        if origin.hosted and creator is not None:
            track.is_hosted, track.family = True, creator.family
        root.owns_draft = draft is not origin.parent
        if root.owns_draft:
            root.frame_id = id(own_frame)
            draft.name = code.call(own_frame) if own_frame is not None else f"{code.name}(...)"
            draft.file, draft.line = origin.place
        if origin.callers or origin.hosted or task.done():
            self.unsettled.append((track, creator, origin.callers))
        return track

    def settle(self) -> None:
        """Find the parents of new tasks among the spans that their creators turned out to be in."""
        for track, creator, callers in self.unsettled:
            levels = creator.levels if creator is not None else []
            spans = {(level.frame_id, level.code.code): level.draft for level in levels}
            root = track.levels[0]
            parent = next((spans[caller] for caller in callers if caller in spans), None)
            if not root.owns_draft:
                root.draft = parent or root.draft
                root.above = levels[-1]
                continue
            root.draft.parent = parent or root.draft.parent
            # An eager task may have ended before it was given its name.
            root.draft.name = track.name
        self.unsettled.clear()

    def _origin(
        self, frame: FrameType | None, own: FrameType | None, creator: Track | None
    ) -> _Origin:
        place: tuple[str | None, int | None] | None = None
        parent = None
        callers: list[_Caller] = []
        hosted = False
        levels = {level.current_frame(): level for level in creator.levels} if creator else {}
        while frame is not None:
            code = frame.f_code
            known = self._codes.of(code)
            if frame is own:
                # An eager task is met while it runs; who created it comes further out.
                place, callers, hosted = None, [], False
            elif frame in levels:
                hosted = hosted or (place is None and code is _WAIT_FOR)
                parent = levels[frame].draft
                place = place or place_of(levels[frame])
                break
            else:
                if place is None and known.theirs:
                    place = known.file, known.line(frame)
                if code.co_flags & _AWAITS and creator is not None:
                    callers.append((id(frame), code))
                hosted = hosted or (place is None and code is _WAIT_FOR)
            frame = frame.f_back
        return _Origin(place or (None, None), parent, callers, hosted)
