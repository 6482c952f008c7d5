"""The report, the trace and the step summary: what is gathered for them, and when they are made."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from ..diagnostics import language
from . import wire
from .options import asks_for_files
from .writing import Writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ..grading import ExerciseOutcome, Outcome
    from ..lessons import Exercise
    from ..timeline import Timeline
    from .grades import Grades

    Key = tuple[Path, str]

STEP_SUMMARY = "GITHUB_STEP_SUMMARY"


class Files:
    """Registered as a plugin when one of its files is wanted; all are written at the end."""

    def __init__(self, config: pytest.Config, writing: Writing) -> None:
        self._config = config
        self._writing = writing
        self._timelines: dict[Key, Timeline] = {}
        self._errors: dict[Key, str] = {}
        self._others: dict[str, Timeline] = {}
        """The timelines of tests that belong to no exercise, by node id."""

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        arrived = wire.read(report)
        if arrived is None:
            timeline = wire.timeline_of(report)
            if timeline is not None:
                self._others[report.nodeid] = timeline
            return
        key = (arrived.folder, arrived.outcome.test)
        if arrived.timeline is not None and arrived.outcome.status != "not_started":
            self._timelines[key] = arrived.timeline
        if arrived.outcome.status == "error":
            self._errors[key] = str(report.longreprtext).strip().rpartition("\n")[2]

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        if self._config.option.collectonly:
            return
        grades: Grades | None = self._config.pluginmanager.getplugin("coro_lessons_grades")
        outcomes = grades.outcomes() if grades is not None else []
        self._write_trace(outcomes)
        if grades is not None and outcomes:
            self._write_report(grades, outcomes)
            self._add_summary(outcomes)
        else:
            self._say_that_nothing_is_there()

    def _say_that_nothing_is_there(self) -> None:
        for option in ("--coro-html", "--coro-mermaid"):
            if self._config.getoption(option) is not None:
                self._writing.failed(option, "no exercise was run, so there is nothing to report")

    def _write_report(self, grades: Grades, outcomes: list[ExerciseOutcome]) -> None:
        path = self._config.getoption("coro_html")
        if path is None:
            return
        from ..reports.html import Seen, html_report

        seen = {}
        for exercise, outcome in _each(outcomes):
            key = (exercise.folder, outcome.test)
            seen[exercise.id, outcome.test] = Seen(
                self._timelines.get(key),
                exercise.info.intended_of(outcome.function),
                self._errors.get(key, ""),
            )
        page = html_report(outcomes, seen, language(), shown=grades.reader.shown)
        self._writing.write("--coro-html", path, page)

    def _write_trace(self, outcomes: Iterable[ExerciseOutcome]) -> None:
        path = self._config.getoption("coro_trace")
        if path is None:
            return
        from ..reports.trace import trace

        named = [
            (f"{exercise.id}: {outcome.test}", self._timelines[exercise.folder, outcome.test])
            for exercise, outcome in _each(outcomes)
            if (exercise.folder, outcome.test) in self._timelines
        ]
        self._writing.write("--coro-trace", path, trace([*named, *self._others.items()]))

    def _add_summary(self, outcomes: list[ExerciseOutcome]) -> None:
        option, path = "--coro-mermaid", self._config.getoption("coro_mermaid")
        if path is None:
            option, path = STEP_SUMMARY, os.environ.get(STEP_SUMMARY)
        if not path:
            return
        from ..reports.mermaid import first_failed, step_summary

        failed = first_failed(outcomes)
        timeline = None
        if failed is not None:
            timeline = self._timelines.get((failed[0].exercise.folder, failed[1].test))
        text = step_summary(outcomes, timeline, language())
        self._writing.write(option, path, text, add=True)


def ask_for_files(config: pytest.Config, *, has_exercises: bool) -> None:
    """Have the files written that this run, in this process of it, is to write."""
    # Every run on GitHub has a summary; only one with exercises has something to say there.
    asked = asks_for_files(config) or (has_exercises and bool(os.environ.get(STEP_SUMMARY)))
    name = "coro_lessons_files"
    if asked and not hasattr(config, "workerinput") and not config.pluginmanager.hasplugin(name):
        config.pluginmanager.register(Files(config, Writing.of(config)), name)


def _each(outcomes: Iterable[ExerciseOutcome]) -> Iterator[tuple[Exercise, Outcome]]:
    for outcome in outcomes:
        tests: list[Any] = [test for step in outcome.steps for test in step.outcomes]
        for test in (*tests, *outcome.other):
            yield outcome.exercise, test
