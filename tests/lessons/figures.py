"""The figures of the readings: drawn by the project itself, from the programs beside them.

    python tests/lessons/figures.py [FOLDER]     write all of them anew

A line `<!-- timeline: all_at_once() -->` before a text block asks for one. It names a call of a
coroutine function that the Python blocks above it define; the call is run and recorded.
"""

# ruff: noqa: T201  (a script that prints)

from __future__ import annotations

import asyncio
import re
import sys
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from unittest import mock

from pytest_coro_lessons import Timeline, VirtualTimeLoop, record
from pytest_coro_lessons.reports.timeline_text import render

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 76
BLOCK = re.compile(r"^```python\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE)
FIGURE = re.compile(
    r"^<!-- timeline: (?P<call>[^\n]+?) -->\n```text\n(?P<drawn>.*?)^```$", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True)
class Figure:
    """A figure as it stands in a reading, with where its text begins and ends."""

    call: str
    drawn: str
    start: int
    end: int


def figures_of(text: str) -> list[Figure]:
    return [
        Figure(found["call"], found["drawn"], found.start("drawn"), found.end("drawn"))
        for found in FIGURE.finditer(text)
    ]


def drawn(file: Path, figure: Figure) -> str:
    """Run the blocks above a figure, then its call, and draw what the call did."""
    text = file.read_text(encoding="utf-8")
    blocks = [block["code"] for block in BLOCK.finditer(text, 0, figure.start)]
    language = "es" if file.name.endswith(".es.md") else "en"
    timeline = recorded(blocks, figure.call, file)
    return render(timeline, width=WIDTH, language=language).rstrip() + "\n"


def recorded(blocks: list[str], call: str, file: Path) -> Timeline:
    namespace: dict[str, object] = {"__name__": "reading"}
    with mock.patch.object(asyncio, "run", in_virtual_time), redirect_stdout(StringIO()):
        for block in blocks:
            exec(compile(block, str(file), "exec"), namespace)
        # A figure may also show a program that fails.
        with record(files={str(file)}) as recording, suppress(Exception):
            in_virtual_time(eval(call, namespace))
    return without_lines(recording.timeline)


def without_lines(timeline: Timeline) -> Timeline:
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


def in_virtual_time(main):
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(main)


def redrawn(file: Path) -> str:
    """Return a reading with all of its figures drawn anew."""
    text = file.read_text(encoding="utf-8")
    for figure in reversed(figures_of(text)):
        text = text[: figure.start] + drawn(file, figure) + text[figure.end :]
    return text


def main(folder: str = "exercises") -> None:
    for file in sorted(Path(folder).rglob("README*.md")):
        text = file.read_text(encoding="utf-8")
        if (fresh := redrawn(file)) != text:
            file.write_text(fresh, encoding="utf-8")
            print(f"drawn anew: {file}")


if __name__ == "__main__":
    main(*sys.argv[1:])
