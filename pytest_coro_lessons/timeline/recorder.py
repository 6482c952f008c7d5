"""Records what the tasks of a loop do, while the loop runs.

Rule: what happens at every step is cheap, and nothing that the program could notice changes. Where
the program calls in, an error of the recorder's own ends the recording, and goes no further.
"""

from __future__ import annotations

import asyncio
import sys
from types import CoroutineType
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from .births import Births
from .broken import told
from .building import Mark, Part, build
from .codes import Codes
from .drafts import Notebook
from .following import Follower, doomed
from .observers import FirstStep, Rest
from .outcomes import CANCELLED, thrown_by
from .segments import Segments
from .wakes import CausedHandle, Wakes, stepping

if TYPE_CHECKING:
    from collections.abc import Collection
    from types import FrameType

    from ..loop import VirtualTimeLoop
    from .drafts import Draft, Piece, Track
    from .model import Timeline

CAP = 2000

_recorders: WeakKeyDictionary[VirtualTimeLoop, Recorder] = WeakKeyDictionary()


class Recorder:
    """Records one loop, from :meth:`start` to :meth:`stop`.

    Meanwhile a task lives until it is done, even where nothing else refers to it.
    """

    def __init__(
        self, loop: VirtualTimeLoop, *, files: Collection[str] | None = None, cap: int = CAP
    ) -> None:
        """Prepare to record a loop, which may be running already.

        Args:
            loop: must not be recorded by somebody else.
            files: whose coroutines are spans, as in ``co_filename``; None stands for every file
                outside the standard library and this package.
            cap: how many spans, and how many segments, are kept.
        """
        self.loop = loop
        self.tracks: dict[int, Track] = {}
        """The tasks that are recorded and not done, by their identities."""
        self.notebook = Notebook(cap)
        self._clock = loop.clock
        self._codes = Codes(files)
        self._follower = Follower(self.tracks, loop.clock, self._codes, self.notebook)
        self._births = Births(self.tracks, loop.clock, self.notebook, self._follower)
        self._segments = Segments(loop, self.tracks, self._codes, self.notebook)
        self._wakes = Wakes(self)
        self._start_ns = loop.time_ns()
        self._part: Part | None = None
        """All that was recorded, once the recording is over."""

    @classmethod
    def of(cls, loop: VirtualTimeLoop) -> Recorder | None:
        """Return who records a loop at present."""
        return _recorders.get(loop)

    def start(self) -> None:
        """Begin to record, at the loop's present time.

        Raises:
            RuntimeError: if the loop is being recorded.
        """
        if self.loop in _recorders:
            msg = "this loop is being recorded already; use that recording's timeline"
            raise RuntimeError(msg)
        _recorders[self.loop] = self
        self._start_ns = self.loop.time_ns()
        try:
            self._take_up(sys._getframe(1))
        except Exception as error:  # noqa: BLE001 - the rule of this module, as below
            self.break_off(error)

    def _take_up(self, frame: FrameType) -> None:
        """Begin with the tasks that there are; the one that runs, runs in ``frame``."""
        self._wakes.watch()
        running = self.running(frame)
        for task in asyncio.all_tasks(self.loop):
            track = None if id(task) in self.tracks else self._births.track(task)
            if track is not None:
                self.follow(track)
        self._wakes.current = running
        # The present step is not run by this recorder, and is to be followed when it is over.
        self.loop.observe(self if running is None else FirstStep(self, running))

    def stop(self) -> None:
        """End the recording; all that it holds of the program is let go."""
        if self._part is None:
            self._end(self.part())

    @property
    def is_over(self) -> bool:
        return self._part is not None

    def break_off(self, error: Exception) -> None:
        """End the recording for an error of its own: what there is of it is kept."""
        if self._part is None:
            # A draft without a name was being made.
            drafts = [draft for draft in self.notebook.drafts if draft.name]
            span_ns = (self._start_ns, self._clock._now_ns)
            self._end(Part(drafts, {}, {}, *span_ns, self.notebook.left_out, broken=told(error)))

    def _end(self, part: Part) -> None:
        # What makes the last part may be what breaks it off.
        if self._part is None:
            self._part = part
            del _recorders[self.loop]
            self.loop.observe(None)
            self._wakes.unwatch()
            self._wakes.current = None
            self.tracks.clear()

    @property
    def timeline(self) -> Timeline:
        """What was recorded, so far or in all."""
        return build([self.part()])

    def part(self, since: Mark | None = None) -> Part:
        """Return what was recorded, so far or in all, to be built into a timeline."""
        if self._part is None:
            try:
                return self._part_so_far(since, sys._getframe(1))
            except Exception as error:  # noqa: BLE001
                self.break_off(error)
        assert self._part is not None, "unreachable because it is over"
        return self._part if since is None else self._part.since(since)

    def _part_so_far(self, since: Mark | None, frame: FrameType) -> Part:
        running = self._catch_up(frame)
        now_ns = self.loop.time_ns()
        pieces: dict[Draft, list[Piece]] = {}
        names = {}
        for track in self.tracks.values():
            if track is not running and not self.notebook.is_full:
                draft = track.levels[-1].draft
                pieces.setdefault(draft, []).extend(self._segments.until(track, now_ns))
            if track.levels[0].owns_draft:
                names[track.levels[0].draft] = track.name
        start_ns, after = since or (self._start_ns, 0)
        drafts = list(self.notebook.drafts)
        return Part(drafts, pieces, names, start_ns, now_ns, self.notebook.left_out, after)

    def mark(self) -> Mark:
        """Mark the present, for what is recorded from now on."""
        self.blocks()
        return Mark(self.loop.time_ns(), self.notebook.next_order())

    # What the loop tells.

    def run(self, handle: Any) -> None:
        task = track = None
        try:
            task = stepping(handle._callback)
            track = self.tracks.get(id(task))
            if track is None and isinstance(task, asyncio.Task):
                track = self._births.track(task)
            if track is None:
                self._wakes.current = handle.cause if handle.__class__ is CausedHandle else None
            else:
                now_ns = self._clock._now_ns
                if now_ns != track.since_ns or track.woken_by is not None:
                    self._waited(track, now_ns, handle._args)
                self._wakes.current = track
        except Exception as error:  # noqa: BLE001
            self.break_off(error)
        try:
            handle._run()
        finally:
            try:
                self._wakes.current = None
                if track is None:
                    self._births.name_late()
                elif not self._waits_as_usual(track):
                    self.finish_step(track, handle)
            except Exception as error:  # noqa: BLE001
                self.break_off(error)
            # An exception's traceback must not keep them alive.
            handle = task = track = None

    def created(self, task: Any, coroutine: Any) -> None:
        try:
            self._created(task, coroutine, sys._getframe(1))
        except Exception as error:  # noqa: BLE001
            self.break_off(error)

    def blocks(self) -> None:
        try:
            self._catch_up(sys._getframe(1))
        except Exception as error:  # noqa: BLE001
            self.break_off(error)

    def blocked(self, start_ns: int) -> None:
        frame = sys._getframe(1)
        try:
            self._segments.blocked(self.running(frame), start_ns, frame)
        except Exception as error:  # noqa: BLE001
            self.break_off(error)

    def _created(self, task: Any, coroutine: Any, frame: FrameType) -> None:
        if self.notebook.is_full:
            self._rest()
            return
        track = self.tracks.get(id(task))
        if track is None:
            track = self._births.track(task, coroutine, self.running(frame), frame)
        has_begun = task.done() or getattr(coroutine, "cr_await", None) is not None
        if track is not None and has_begun:
            # An eager task takes its first step within that of another one.
            self.follow(track)

    # Steps.

    def running(self, frame: FrameType) -> Track | None:
        """Return the task that is running; ``frame`` runs in it."""
        task = asyncio.current_task(self.loop)
        if task is None:
            return None
        track = self.tracks.get(id(task))
        return track or self._births.track(task, None, self._wakes.current, frame)

    def finish_step(self, track: Track, handle: Any = None, at_ns: int | None = None) -> None:
        """Follow a task after a step that ``handle`` was."""
        self.follow(track, handle, at_ns)
        self._births.name_late()

    def follow(self, track: Track, handle: Any = None, at_ns: int | None = None) -> None:
        """Follow a task after a step of its own, which was over at ``at_ns``, or is so now."""
        if self._part is not None:
            return
        awaited = handle._args[0] if handle is not None and handle._args else None
        self._follower.follow(track, awaited, at_ns)
        track.since_ns = self._clock._now_ns if at_ns is None else at_ns
        track.woken_by = track.due_ns = track.thrown = None
        track.doomed = ()
        if track.task.done():
            self.tracks.pop(id(track.task), None)
            if track.is_hidden:
                # The loop closes in tasks of its own the generators that nobody iterates any more.
                self._follower.sweep()

    def _catch_up(self, frame: FrameType) -> Track | None:
        """Bring all up to the present, in the middle of a step; return what is running."""
        track = self.running(frame)
        if track is not None:
            self._follower.catch_up(track, frame)
        self._follower.sweep()
        self._births.name_late()
        return track

    def _waits_as_usual(self, track: Track) -> bool:
        """Note a wait of the same coroutine in one of asyncio's own; return whether it is one."""
        inner = track.inner
        if inner.__class__ is not CoroutineType:
            return False
        leaf = inner.cr_await
        if leaf.__class__ is not CoroutineType:
            return False
        code = self._codes.get(id(leaf.cr_code))
        if code is None or not code.is_leaf:
            return False
        track.leaf = leaf
        track.reason = track.woken_by = track.due_ns = track.thrown = None
        track.since_ns = self._clock._now_ns
        return True

    def _waited(self, track: Track, now_ns: int, arguments: tuple[Any, ...] | None) -> None:
        self._segments.waited(track, now_ns)
        track.thrown = thrown_by(arguments[0] if arguments else None)
        if track.thrown is not None:
            track.doomed = doomed(track)
            track.was_cancelled = track.was_cancelled or track.thrown is CANCELLED
        if self.notebook.is_full:
            self._rest()

    def _rest(self) -> None:
        """Look at the ends of what is open only, from now on."""
        # Whoever else observes is about to hand over to this one.
        if self.loop._observer is self:
            self._wakes.unwatch()
            self.loop.observe(Rest(self))
