"""Timelines where reports arrive: drawn into the failures that they explain."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

from ..diagnostics import language
from . import wire
from .invocation import command_for
from .terminal import TextForReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pytest

    from ..diagnostics import JsonValue
    from ..grading import Outcome
    from ..lessons import Bar
    from ..reports.timeline_text import Line
    from ..timeline import Timeline

# In a file nobody knows the width of the reader's window.
_WIDTH_IN_FILES = 80
_NARROWEST = 40

# What a file does wrong before anything runs, and a program that was stopped, are not seen in time.
_NOT_DRAWN = ("CL505", "CL6", "CL9")


class Drawn(NamedTuple):
    """One timeline twice, as lines of pieces: for the terminal, and for files."""

    in_terminal: tuple[Line, ...] = ()
    in_file: tuple[Line, ...] = ()


class Pictures:
    """Draws timelines for the failures of one run."""

    def __init__(self, config: pytest.Config, encoding: str) -> None:
        self._wanted: str = config.getoption("coro_timeline")
        self._config = config
        self._encoding = encoding
        self._detail = 1 if config.get_verbosity() > 0 else 0

    def of(
        self, outcome: Outcome, timeline: Timeline | None, intended: Iterable[Bar] | None
    ) -> Drawn | None:
        """Return the drawing for a failure of an exercise; None if it proves nothing."""
        facts, leading = outcome.diagnostics[0].facts, outcome.diagnostics[0].code
        if facts.get("order") is not None:
            again = command_for(self._config, str(facts["test"]), str(facts["token"]))
            return _or_why_not(lambda: self._order(facts, again), again)
        if timeline is None or leading.startswith(_NOT_DRAWN):
            return None
        return _or_why_not(lambda: self._drawn(timeline, intended) if timeline.seconds else None)

    def draw_into(self, report: Any) -> None:
        """Draw what ran when under a failure that belongs to no exercise."""
        timeline = wire.timeline_of(report)
        if timeline is None:
            return
        drawn = _or_why_not(lambda: self._drawn(timeline, None))
        if drawn is None:
            return
        from ..reports.timeline_text import plain

        text = plain(drawn.in_terminal)
        if hasattr(report.longrepr, "addsection"):
            report.longrepr.addsection("timeline", text, "-")
        elif isinstance(report.longrepr, str):
            told = report.longrepr
            path, line, _ = report.location
            report.longrepr = TextForReport(f"{told}\n\n{text}", path, (line or 0) + 1, told)

    def _order(self, facts: Mapping[str, JsonValue], again: str) -> Drawn:
        """Draw the order in which an answer fails, with how to run it again."""
        from ..reports.lanes_text import render_found

        def drawn(width: int, *, unicode: bool) -> tuple[Line, ...]:
            shape: dict[str, Any] = {"width": width, "unicode": unicode, "replay": again}
            text = render_found(facts, language=language(), **shape)
            return tuple([(line, None)] for line in text.splitlines())

        return Drawn(
            drawn(_width(), unicode=self._shows_unicode()),
            drawn(_WIDTH_IN_FILES, unicode=self._wanted != "ascii"),
        )

    def _shows_unicode(self) -> bool:
        from ..reports.timeline_text import fits

        return fits(self._encoding) if self._wanted == "auto" else self._wanted == "unicode"

    def _drawn(self, timeline: Timeline, intended: Iterable[Bar] | None) -> Drawn | None:
        if self._wanted == "off":
            return None
        # Not at the top: most runs have nothing to draw.
        from ..reports.timeline_text import lines

        asked = None if intended is None else list(intended)

        def drawn(width: int, *, unicode: bool, detail: int = 0) -> tuple[Line, ...]:
            made = lines(
                timeline,
                width=width,
                unicode=unicode,
                language=language(),
                intended=asked,
                detail=detail,
            )
            return tuple(made)

        return Drawn(
            drawn(_width(), unicode=self._shows_unicode(), detail=self._detail),
            drawn(_WIDTH_IN_FILES, unicode=self._wanted != "ascii"),
        )


def _or_why_not(draw: Callable[[], Drawn | None], *instead: str) -> Drawn | None:
    """Draw; an error of ours on the way takes the place of the picture, and of nothing else."""
    try:
        return draw()
    except Exception as error:  # noqa: BLE001
        from ..texts import Texts
        from ..timeline.broken import told

        why = Texts("pytest_coro_lessons.reports", language())(
            "timeline.not_drawn", error=told(error, "No picture was drawn.")
        )
        said: tuple[Line, ...] = tuple([(line, None)] for line in (why, *instead))
        return Drawn(said, said)


def _width() -> int:
    """Return the terminal's width as pytest takes it, less one column.

    Some terminals break a line that is exactly as wide as they are.
    """
    columns = shutil.get_terminal_size((_WIDTH_IN_FILES, 24)).columns
    return (columns if columns >= _NARROWEST else _WIDTH_IN_FILES) - 1
