"""Recording small programs, and writing down what was recorded so that a test can be read."""

from __future__ import annotations

import asyncio
import textwrap
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pytest_coro_lessons import VirtualTimeLoop, record

if TYPE_CHECKING:
    from pytest_coro_lessons import Segment, Span, Timeline

FILE = "program.py"

FETCH = """
async def fetch(name, seconds=1):
    await asyncio.sleep(seconds)
    return name
"""


def names_of(program: str, **names: Any) -> dict[str, Any]:
    """Return what a program defines that may use ``names``; its first line is line 1."""
    space = {"asyncio": asyncio, "time": time, **names}
    exec(compile(textwrap.dedent(program).strip(), FILE, "exec"), space)
    return space


def recorded(program: str, *, debug: bool = False, cap: int = 2000, **names: Any) -> Timeline:
    """Run the ``main()`` of a program in virtual time, whatever becomes of it; return its timeline.

    It may use ``fetch(name, seconds=1)``, which sleeps.
    """
    space = names_of(program, **{**names_of(FETCH), **names})
    with (
        record(files={FILE}, cap=cap) as recording,
        asyncio.Runner(loop_factory=VirtualTimeLoop, debug=debug) as runner,
        suppress(Exception, asyncio.CancelledError),
    ):
        runner.run(space["main"]())
    return recording.timeline


def written(timeline: Timeline) -> str:
    """Write a timeline down: a line for each span, with its segments and children below it."""
    depths: dict[int | None, int] = {None: -1}
    lines = []
    for span in timeline:
        depths[span.id] = depth = depths[span.parent] + 1
        lines.append("  " * depth + _span(span))
        lines += ["  " * depth + "    " + _segment(each, timeline) for each in span.segments]
    return "\n".join(lines)


def shape(text: str) -> str:
    """Take a picture out of a test's source: dedented, without the lines around it."""
    return textwrap.dedent(text).strip()


def _span(span: Span) -> str:
    error = f" {span.error}" if span.error else ""
    return f"{span.kind} {span.name} {_time(span)} {span.outcome}{error}{_line(span)}"


def _segment(segment: Segment, timeline: Timeline) -> str:
    text = f"{segment.state} {_time(segment)} {segment.what}{_line(segment)}"
    if segment.woken_by is not None:
        text += f", woken by {timeline[segment.woken_by].name}"
    if segment.state == "ready":
        text += " of " + " and ".join(timeline[span].name for span in segment.waits_for)
    return text


def _time(what: Span | Segment) -> str:
    return f"{what.start:g}-{what.end:g}"


def _line(what: Span | Segment) -> str:
    return f" :{what.line}" if what.file == FILE else ""
