"""How a task comes into a recording: its name, its line, and who created it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from .chains import code_of, frame_of
from .drafts import Draft, Level, Track
from .following import place_of

if TYPE_CHECKING:
    from types import FrameType

    from ..clock import VirtualClock
    from .codes import Code
    from .drafts import Notebook
    from .following import Follower, Place
    from .model import SpanKind

_WAIT_FOR = asyncio.wait_for.__code__


async def _unknown() -> None:
    """Stand for what runs in a task that was made of something else than a coroutine."""


class Births:
    """Takes new tasks in."""

    def __init__(
        self, tracks: dict[int, Track], clock: VirtualClock, notebook: Notebook, follower: Follower
    ) -> None:
        self._tracks = tracks
        self._clock = clock
        self._notebook = notebook
        self._follower = follower
        self._has_root = False
        self._unnamed: list[Track] = []

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
        if getattr(coroutine, "cr_running", False):
            frame = _outside(own_frame, frame)
        above = None
        if creator is not None:
            self._follower.catch_up(creator, frame)
            above = creator.levels[-1]
        place, is_hosted = self._origin(frame, above)
        code = self._follower.codes.of(code_of(coroutine) or _unknown.__code__)
        is_first, self._has_root = not self._has_root, True
        is_hidden = not (is_first or code.is_level) and (creator is None or creator.is_hidden)
        root = self._root(code, above, is_hosted=is_hosted, is_hidden=is_hidden)
        if root is None:
            return None
        root.hold(coroutine)
        if root.owns_draft:
            root.frame_id = id(own_frame)
            root.draft.name = code.call(own_frame) if own_frame is not None else f"{code.name}(...)"
            root.draft.file, root.draft.line = place
        track = self._tracks[id(task)] = Track(task, root, self._clock.time_ns())
        track.is_hidden = is_hidden
        if is_hosted and creator is not None:
            track.is_hosted, track.family = True, creator.family
        if task.done():
            self._unnamed.append(track)
        return track

    def name_late(self) -> None:
        """Name the tasks that had ended before they could be given a name."""
        for track in self._unnamed:
            track.levels[0].draft.name = track.name
        self._unnamed.clear()

    def _root(
        self, code: Code, above: Level | None, *, is_hosted: bool, is_hidden: bool
    ) -> Level | None:
        if is_hosted and above is not None and not code.has_row:
            return Level(code, above.draft, above)
        now_ns = self._clock.time_ns()
        draft: Draft | None = Draft("task", "", None, now_ns, 0)
        if not is_hidden:
            kind: SpanKind = "call" if is_hosted else "task"
            draft = self._notebook.draft(kind, above.draft if above is not None else None, now_ns)
        if draft is None:
            return None
        root = Level(code, draft, None)
        root.owns_draft = True
        return root

    def _origin(self, frame: FrameType | None, above: Level | None) -> tuple[Place, bool]:
        """Return the line that created a task, and whether that is what ``wait_for`` waits for."""
        is_hosted = False
        outermost = above.current_frame() if above is not None else None
        while frame is not None:
            code = self._follower.codes.of(frame.f_code)
            if code.theirs:
                return (code.file, code.line(frame)), is_hosted
            is_hosted = is_hosted or frame.f_code is _WAIT_FOR
            if frame is outermost:
                break
            frame = frame.f_back
        return place_of(above) if above is not None else (None, None), is_hosted


def _outside(own: FrameType | None, frame: FrameType | None) -> FrameType | None:
    """Return where an eager task was created that is met while it runs for the first time."""
    outside = frame
    while outside is not None and outside is not own:
        outside = outside.f_back
    return frame if outside is None else outside.f_back
