"""Who observes for a recorder before its first whole step, and when it is full."""

from __future__ import annotations

from types import CoroutineType
from typing import TYPE_CHECKING, Any

from .wakes import stepping

if TYPE_CHECKING:
    from .drafts import Track
    from .recorder import Recorder


class FirstStep:
    """Observes until the step is over in which the recorder was started."""

    def __init__(self, recorder: Recorder, running: Track) -> None:
        self._recorder = recorder
        self._running = running
        self._at_ns = recorder.loop.time_ns()
        """When the step was last heard of: the clock only moves in it by blocking."""

    def run(self, handle: Any) -> None:
        recorder = self._recorder
        try:
            recorder.finish_step(self._running, at_ns=self._at_ns)
            recorder.loop.observe(recorder)
        except Exception as error:  # noqa: BLE001 - see the recorder's rule, as below
            recorder.break_off(error)
        try:
            if recorder.is_over:
                handle._run()
            else:
                recorder.run(handle)
        finally:
            handle = None

    def created(self, task: Any, coroutine: Any) -> None:
        self._recorder.created(task, coroutine)

    def blocks(self) -> None:
        self._recorder.blocks()

    def blocked(self, start_ns: int) -> None:
        self._recorder.blocked(start_ns)
        self._at_ns = self._recorder.loop.time_ns()


class Rest:
    """Observes when there is no more room: counts waits, and sees what has begun to its end."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._tracks = recorder.tracks
        self._notebook = recorder.notebook
        self._clock = recorder.loop.clock

    def run(self, handle: Any) -> None:
        task = track = None
        try:
            task = stepping(handle._callback)
            track = self._tracks.get(id(task))
            now_ns = self._clock._now_ns
            since_ns = getattr(task, "stepped_ns", now_ns) if track is None else track.since_ns
            if since_ns != now_ns:
                self._notebook.left_out += 1
        except Exception as error:  # noqa: BLE001
            self._recorder.break_off(error)
        try:
            handle._run()
        finally:
            if track is not None:
                self._look_at_end(track, handle)
            # An exception's traceback must not keep them alive.
            handle = task = track = None

    def _look_at_end(self, track: Track, handle: Any) -> None:
        try:
            track.since_ns = self._clock._now_ns
            inner = track.inner
            if inner.__class__ is not CoroutineType or inner.cr_await is None:
                self._recorder.finish_step(track, handle)
        except Exception as error:  # noqa: BLE001
            self._recorder.break_off(error)

    def created(self, task: Any, coroutine: Any) -> None:
        """There is no room for another task."""

    def blocks(self) -> None:
        self._recorder.blocks()

    def blocked(self, start_ns: int) -> None:
        del start_ns
        self._notebook.left_out += 1
