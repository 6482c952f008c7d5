"""What tasks do with their time: they wait, they block the loop, they are held up by who does.

A timer that is due while the loop is blocked fires late. The task that it wakes was ready from its
deadline on, and could not run.
"""

from __future__ import annotations

from asyncio import futures
from collections import deque
from typing import TYPE_CHECKING, Any

from .drafts import Piece
from .following import place_of
from .waits import ELSEWHERE, FUTURE, wait_of
from .wakes import stepping

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

    from ..loop import VirtualTimeLoop
    from .codes import Codes
    from .drafts import Notebook, Reason, Track

_SETS_RESULT: Any = futures._set_result_unless_cancelled  # type: ignore[attr-defined]
_MAX_REMEMBERED = 1000


class Segments:
    """Writes the segments of one recording into its notebook."""

    def __init__(
        self, loop: VirtualTimeLoop, tracks: dict[int, Track], codes: Codes, notebook: Notebook
    ) -> None:
        self._loop = loop
        self._tracks = tracks
        self._codes = codes
        self._notebook = notebook
        self._blockings: deque[Piece] = deque(maxlen=_MAX_REMEMBERED)

    def waited(self, track: Track, now_ns: int) -> None:
        """Note what a task did until now, when it takes its next step."""
        for piece in self.until(track, now_ns):
            self._notebook.add(track.levels[-1].draft, piece)

    def until(self, track: Track, now_ns: int) -> list[Piece]:
        """Return what a task has done since its last step."""
        reason = self._reason(track)
        if reason is ELSEWHERE or now_ns == track.since_ns:
            return []
        level = track.levels[-1]
        has_begun = track.leaf is not None or track.reason is not None
        file, line = place_of(level) if has_begun else (level.draft.file, level.draft.line)
        due_ns = now_ns if track.due_ns is None else track.due_ns
        order = self._notebook.next_order()
        pieces = []
        if due_ns > track.since_ns:
            by = track.woken_by.family if track.woken_by is not None else None
            by = None if by is track.family else by
            spans = tuple([each.levels[0].draft for each in reason.tasks])
            pieces.append(
                Piece(
                    reason.state, track.since_ns, due_ns, reason.what, file, line, by, spans, order
                )
            )
        if due_ns < now_ns:
            pieces.append(self._held_up(due_ns, now_ns, file, line, order))
        return pieces

    def blocked(self, track: Track | None, start_ns: int, frame: FrameType) -> None:
        """Note that a task has blocked the loop until now, in ``frame``."""
        end_ns = self._loop.time_ns()
        what, file, line = self._call_in(frame)
        if track is not None:
            draft = track.levels[-1].draft
            order = self._notebook.next_order()
            piece = Piece("blocking", start_ns, end_ns, what, file, line, None, (draft,), order)
            self._notebook.add(draft, piece._replace(spans=()))
            self._blockings.append(piece)
        for handle in self._loop._ready:
            self._is_due(handle, start_ns)
        for when_ns, handle in _due(self._loop._timers, end_ns):
            self._is_due(handle, max(when_ns, start_ns))

    def _reason(self, track: Track) -> Reason:
        if track.leaf is None:
            return track.reason or FUTURE
        return wait_of(track.leaf, self._codes.of(track.leaf.cr_code))

    def _held_up(
        self, start_ns: int, end_ns: int, file: str | None, line: int | None, order: int
    ) -> Piece:
        guilty = [each for each in self._blockings if each.end_ns > start_ns]
        what = guilty[0].what if guilty else ""
        spans = tuple(dict.fromkeys(span for each in guilty for span in each.spans))
        return Piece("ready", start_ns, end_ns, what, file, line, None, spans, order)

    def _call_in(self, frame: FrameType | None) -> tuple[str, str | None, int | None]:
        """Return the blocking call that is running, as it was typed, and the learner's line."""
        what = ""
        while frame is not None:
            code = self._codes.of(frame.f_code)
            if code.theirs:
                return what, frame.f_code.co_filename, code.line(frame)
            what = "time.sleep" if code.is_blocking_sleep else code.name
            frame = frame.f_back
        return what, None, None

    def _is_due(self, handle: Any, at_ns: int) -> None:
        for track in self._woken_by(handle):
            if track.due_ns is None:
                track.due_ns = max(at_ns, track.since_ns)

    def _woken_by(self, handle: Any) -> list[Track]:
        """Return the tasks that a callback surely wakes."""
        callbacks = [handle._callback]
        if handle._callback is _SETS_RESULT:
            callbacks = [callback for callback, _ in handle._args[0]._callbacks or ()]
        tasks = map(stepping, callbacks)
        return [self._tracks[id(task)] for task in tasks if id(task) in self._tracks]


def _due(timers: Sequence[tuple[int, int, Any]], until_ns: int) -> Iterator[tuple[int, Any]]:
    """Yield the timers of a heap that are due by then, without a look at the others."""
    places = [0]
    while places:
        place = places.pop()
        if place < len(timers) and timers[place][0] <= until_ns:
            when_ns, _, handle = timers[place]
            places += 2 * place + 1, 2 * place + 2
            if not handle._cancelled:
                yield when_ns, handle
