"""The figures of readings: what a program did, drawn as a learner sees their own."""

from __future__ import annotations

from contextlib import redirect_stdout, suppress
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.authoring.seconds import in_virtual_time
from pytest_coro_lessons.reports.timeline_text import render
from pytest_coro_lessons.timeline.record import record

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from pytest_coro_lessons.timeline import Timeline

WIDTH = 76


def drawn(main: Coroutine[Any, Any, Any], file: Path, language: str) -> str:
    """Run a coroutine whose code is in ``file``, and draw what it did."""
    with redirect_stdout(StringIO()), record(files={str(file)}) as recording, suppress(Exception):
        # A figure may also show a program that fails.
        in_virtual_time(main)
    timeline = _without_lines(recording.timeline)
    return render(timeline, width=WIDTH, language=language).rstrip() + "\n"


def _without_lines(timeline: Timeline) -> Timeline:
    """A reader of a block does not count its lines."""
    return replace(
        timeline,
        spans=tuple(
            replace(
                span,
                line=None,
                segments=tuple(replace(segment, line=None) for segment in span.segments),
            )
            for span in timeline.spans
        ),
    )
