"""Recording from outside: ``with record() as recording:``."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ..errors import UnsupportedError
from ..loop import VirtualTimeLoop, opened
from .broken import told
from .building import build
from .model import Timeline
from .recorder import CAP, Recorder

if TYPE_CHECKING:
    from collections.abc import Collection
    from types import TracebackType

    from .building import Mark


class record:  # noqa: N801 - reads as a sentence: `with record() as recording:`
    """Record what runs within a ``with`` block on virtual time.

    In a coroutine that is the running loop; elsewhere, every virtual loop that is opened within the
    block, one after another.

    Example:
        >>> async def fetch(name):
        ...     await asyncio.sleep(1)
        >>> with record() as recording:
        ...     with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        ...         runner.run(fetch("a"))
        >>> recording.timeline.seconds
        1.0
    """

    __module__ = "pytest_coro_lessons"

    def __init__(
        self,
        loop: VirtualTimeLoop | None = None,
        *,
        files: Collection[str] | None = None,
        cap: int = CAP,
    ) -> None:
        """Prepare to record.

        A loop that is recorded already is not recorded twice: the part of that recording is taken
        that belongs to the block, and ``files`` and ``cap`` do not count.

        Args:
            loop: the loop to record, if it is neither running nor opened within the block.
            files: whose coroutines are spans, as in ``co_filename``; None stands for every file
                outside the standard library and this package.
            cap: how many spans, and how many segments, are kept of each loop.
        """
        self._loop = loop
        self._files = files
        self._cap = cap
        self._recordings: list[tuple[Recorder, Mark | None]] = []
        self._timeline: Timeline | None = None

    def __enter__(self) -> record:
        loop = self._loop or asyncio._get_running_loop()
        if loop is None:
            opened.append(self._record)
        elif isinstance(loop, VirtualTimeLoop):
            self._record(loop)
        else:
            msg = f"only a virtual loop can be recorded, not {type(loop).__name__}"
            raise UnsupportedError(msg)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._record in opened:
            opened.remove(self._record)
        self._timeline = self.timeline
        for recorder, mark in self._recordings:
            if mark is None:
                recorder.stop()

    @property
    def timeline(self) -> Timeline:
        """What was recorded, so far or in all."""
        if self._timeline is not None:
            return self._timeline
        try:
            return build([recorder.part(mark) for recorder, mark in self._recordings])
        except Exception as error:  # noqa: BLE001 - as in a recorder: no error of ours goes further
            self._timeline = Timeline((), broken=told(error))
            return self._timeline

    def _record(self, loop: VirtualTimeLoop) -> None:
        recorder = Recorder.of(loop)
        if recorder is not None:
            self._recordings.append((recorder, recorder.mark()))
            return
        recorder = Recorder(loop, files=self._files, cap=self._cap)
        self._recordings.append((recorder, None))
        recorder.start()
