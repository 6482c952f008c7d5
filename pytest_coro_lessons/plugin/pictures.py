"""Timelines where reports arrive: drawn into failures, and written to the files asked for."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ..diagnostics import language
from ..reports.timeline_text import fits, render
from . import wire

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..grading import ExerciseOutcome, Outcome
    from ..lessons import Bar
    from ..timeline import Timeline
    from .grades import Grades

# In a file nobody knows the width of the reader's window.
_WIDTH_IN_FILES = 80
_NARROWEST = 40

# What a file does wrong before anything runs, and a program that was stopped, are not seen in time.
_NOT_DRAWN = ("CL505", "CL6", "CL9")


class Pictures:
    """Draws timelines for the failures of one run."""

    def __init__(self, config: pytest.Config, encoding: str) -> None:
        self._wanted: str = config.getoption("coro_timeline")
        self._encoding = encoding

    def of(
        self, outcome: Outcome, timeline: Timeline | None, intended: Iterable[Bar] | None
    ) -> tuple[str | None, str | None]:
        """Return a failure's drawing for the terminal and for files; None if it proves nothing."""
        leading = outcome.diagnostics[0].code
        if timeline is None or not timeline.seconds or leading.startswith(_NOT_DRAWN):
            return None, None
        if self._wanted == "off":
            return None, None
        unicode = self._wanted == "unicode" or (self._wanted == "auto" and fits(self._encoding))
        words = {"language": language(), "intended": intended}
        in_terminal = render(timeline, width=_width(), unicode=unicode, **words)  # type: ignore[arg-type]
        in_file = render(
            timeline,
            width=_WIDTH_IN_FILES,
            unicode=self._wanted != "ascii",
            **words,  # type: ignore[arg-type]
        )
        return in_terminal, in_file


def _width() -> int:
    """Return the terminal's width as pytest takes it, less one column.

    Some terminals break a line that is exactly as wide as they are.
    """
    columns = shutil.get_terminal_size((_WIDTH_IN_FILES, 24)).columns
    return (columns if columns >= _NARROWEST else _WIDTH_IN_FILES) - 1


class Files:
    """Writes the report, the trace and the step summary; registered when one is asked for."""

    def __init__(self, config: pytest.Config, grades: Grades) -> None:
        self._config = config
        self._grades = grades
        self._timelines: dict[tuple[Path, str], Timeline] = {}
        self._errors: dict[tuple[Path, str], str] = {}

    @staticmethod
    def wanted(config: pytest.Config) -> bool:
        """Tell whether this run, and this process of it, writes any of them."""
        options = ("coro_html", "coro_trace", "coro_mermaid")
        asked = any(config.getoption(option) for option in options) or _step_summary()
        return bool(asked) and not hasattr(config, "workerinput")

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        arrived = wire.read(report)
        if arrived is None:
            return
        key = (arrived.folder, arrived.outcome.test)
        if arrived.timeline is not None:
            self._timelines[key] = arrived.timeline
        if arrived.outcome.status == "error":
            self._errors[key] = str(report.longreprtext).strip().rpartition("\n")[2]

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        outcomes = self._grades.outcomes()
        if not outcomes:
            return
        for option, make in (("coro_html", self._html), ("coro_trace", self._trace)):
            path = self._config.getoption(option)
            if path is not None:
                self._write(option, Path(path), make(outcomes))
        summary = self._config.getoption("coro_mermaid") or _step_summary()
        if summary:
            self._write("coro_mermaid", Path(summary), self._summary(outcomes), add=True)

    def _html(self, outcomes: list[ExerciseOutcome]) -> str:
        from ..reports.html import Seen, html_report

        seen = {}
        for exercise, outcome in _each(outcomes):
            key = (exercise.folder, outcome.test)
            seen[exercise.id, outcome.test] = Seen(
                self._timelines.get(key),
                exercise.info.intended_of(outcome.function),
                self._errors.get(key, ""),
            )
        return html_report(outcomes, seen, language(), shown=self._grades.reader.shown)

    def _trace(self, outcomes: list[ExerciseOutcome]) -> str:
        from ..reports.trace import trace

        named = []
        for exercise, outcome in _each(outcomes):
            timeline = self._timelines.get((exercise.folder, outcome.test))
            if timeline is not None:
                named.append((f"{exercise.id}: {outcome.test}", timeline))
        return trace(named)

    def _summary(self, outcomes: list[ExerciseOutcome]) -> str:
        from ..reports.mermaid import first_failed, step_summary

        failed = first_failed(outcomes)
        timeline = None
        if failed is not None:
            timeline = self._timelines.get((failed[0].exercise.folder, failed[1].test))
        return step_summary(outcomes, timeline, language())

    def _write(self, option: str, path: Path, text: str, *, add: bool = False) -> None:
        file = self._config.invocation_params.dir / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            if add:
                with file.open("a", encoding="utf-8", newline="\n") as stream:
                    stream.write(text)
            else:
                write_whole(file, text)
        except OSError as error:
            msg = f"--{option.replace('_', '-')}: {error}"
            raise pytest.UsageError(msg) from None


def write_whole(file: Path, text: str) -> None:
    """Write a file in one move, so that whoever opens it finds a complete one."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _each(outcomes: list[ExerciseOutcome]) -> Any:
    for outcome in outcomes:
        for step in outcome.steps:
            for test in step.outcomes:
                yield outcome.exercise, test
        for test in outcome.other:
            yield outcome.exercise, test


def _step_summary() -> str | None:
    return os.environ.get("GITHUB_STEP_SUMMARY")
