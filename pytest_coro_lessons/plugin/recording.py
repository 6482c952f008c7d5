"""Keeps the outcomes of this run in the progress of the course.

Rule: only a learner's own answer is kept, in the file that they edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ..diagnostics import language
from ..grading import grade
from ..lessons import find_course
from ..progress import record
from . import wire
from .terminal import printable

if TYPE_CHECKING:
    from pathlib import Path

    from ..grading import ExerciseOutcome, Outcome
    from ..progress import Trouble
    from .graded import Exercises


class Recording:
    """Listens where reports arrive; registered as a plugin."""

    def __init__(self, config: pytest.Config, exercises: Exercises, encoding: str) -> None:
        self._root = config.rootpath
        self._exercises = exercises
        self._encoding = encoding
        self._arrived: dict[Path, dict[str, Outcome]] = {}
        self._latest: Path | None = None
        self._trouble: Trouble | None = None
        option = config.option
        # Under xdist the reports of the workers arrive in the process that started them.
        is_worker = hasattr(config, "workerinput")
        self._is_off = is_worker or (option.coro_answer or option.coro_answers) is not None
        self._in_order = not getattr(option, "tx", None)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        folder = (self._root / nodeid.partition("::")[0]).parent
        if self._in_order and self._latest not in (folder, None):
            # The tests of the exercise before have ended. Kept at once: this one may take the
            # process down.
            self._record()

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        arrived = wire.read(report)
        if arrived is None or self._is_off:
            return
        folder, outcome, _ = arrived
        self._latest = folder
        known = self._arrived.setdefault(folder, {})
        before = known.get(outcome.test)
        if before is None or before.status == "passed":
            known[outcome.test] = outcome

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        self._latest = None
        self._record()

    def _record(self) -> None:
        """Keep what has arrived; untouched stubs are kept together at the end."""
        graded = {folder: self._graded(folder) for folder in self._arrived}
        waits = self._latest is not None
        ready = {
            folder: outcome
            for folder, outcome in graded.items()
            if not (waits and outcome.status == "not_started")
        }
        for root in {find_course(folder) for folder in ready}:
            if root is not None:
                of_course = [one for at, one in ready.items() if at.is_relative_to(root)]
                self._trouble = record(root, of_course) or self._trouble
        for folder in ready:
            del self._arrived[folder]

    def _graded(self, folder: Path) -> ExerciseOutcome:
        return grade(self._exercises.read(folder), self._arrived[folder].values())

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._trouble is not None:
            line = printable(self._trouble.told(language()), self._encoding)
            terminalreporter.write_line(line, yellow=True)
