"""Our loop while it is recorded: whoever is recorded must not notice it.

python tests/conformance/run.py --fast --loop tests/conformance/recorded_loop.py:RecordedLoop
"""

from __future__ import annotations

from typing import Any

from pytest_coro_lessons import VirtualTimeLoop
from pytest_coro_lessons.timeline import Recorder, Timeline


class RecordedLoop(VirtualTimeLoop):
    """Records all of its life."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.recorder = Recorder(self)
        self.recorder.start()

    def close(self) -> None:
        if not self.is_closed() and not self.is_running():
            self.recorder.stop()
            timeline = self.recorder.timeline
            assert Timeline.from_json(timeline.to_json()) == timeline
        super().close()
