"""Results in the formats of other programs, written whenever an exercise has ended.

Under xdist this is the process where the reports of the workers arrive.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from . import wire

if TYPE_CHECKING:
    from ..lessons import Exercise
    from ..reports.formats import Noted
    from .grades import Grades
    from .wire import Arrived

_OPTION = "--coro-report"
_STUDENT = "CORO_LESSONS_STUDENT"


class Wanted(NamedTuple):
    """One value of ``--coro-report``."""

    format: str
    path: str


def wanted(config: pytest.Config) -> list[Wanted]:
    """Read the values of ``--coro-report``.

    Raises:
        UsageError: naming the value and what is wrong with it.
    """
    from ..reports.files import obstacle
    from ..reports.formats import FORMATS, missing_in

    found: list[Wanted] = []
    for value in config.getoption("coro_report"):
        name, _, path = value.partition("=")
        problem = None
        if name not in FORMATS or not path:
            problem = f"must be FORMAT=PATH, with FORMAT one of {', '.join(FORMATS)}"
        elif path in [one.path for one in found]:
            problem = "names a file that another format has"
        elif why := obstacle(config.invocation_params.dir / path):
            problem = f"cannot write there: {why}"
        elif missing := missing_in(name, os.environ):
            problem = f"needs {', '.join(missing)} in the environment"
        if problem is not None:
            msg = f"{_OPTION} {problem}; got {value!r}"
            raise pytest.UsageError(msg)
        found.append(Wanted(name, path))
    return found


def ask_for_reports(config: pytest.Config, grades: Grades) -> None:
    """Have the formats written that this run, in this process of it, is to write."""
    if config.getoption("coro_report") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(ReportFiles(config, grades), "coro_lessons_report_files")


class ReportFiles:
    """Notes what formats need beside the outcomes."""

    def __init__(self, config: pytest.Config, grades: Grades) -> None:
        from .pictures import Pictures
        from .writing import Writing

        self._config = config
        self._grades = grades
        self._wanted = wanted(config)
        self._writing = Writing.of(config)
        self._pictures = Pictures(config, "utf-8")
        self._noted: dict[tuple[str, str], Noted] = {}
        self._started = time.perf_counter()
        self._at = datetime.now(UTC)
        grades.files.append(self._write)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        arrived = wire.read(report)
        if arrived is not None:
            exercise = self._grades.exercise_in(arrived.folder)
            key = (exercise.id, arrived.outcome.test)
            self._noted.setdefault(key, self._note(report, arrived, exercise))

    def _note(self, report: pytest.TestReport, arrived: Arrived, exercise: Exercise) -> Noted:
        from ..reports.formats import Noted
        from ..reports.timeline_text import plain

        _, outcome, timeline = arrived
        picture = error = ""
        if outcome.status == "error":
            error = str(report.longreprtext).strip().rpartition("\n")[2]
        elif outcome.status == "failed":
            intended = exercise.info.intended_of(outcome.function)
            drawn = self._pictures.of(outcome, timeline, intended)
            picture = "" if drawn is None else plain(drawn.in_file)
        return Noted(report.capstdout + report.capstderr, error, picture, timeline)

    def _write(self) -> None:
        from ..reports.formats import Noted, files_of, make_report

        for folder, why in self._grades.broken.items():
            exercise = self._grades.exercise_in(folder)
            noted = {(exercise.id, test): Noted(error=why) for test in exercise.info.tests}
            self._noted.update(noted)
        report = make_report(
            self._grades.outcomes(),
            self._grades.reader,
            self._config.rootpath,
            self._at,
            noted=self._noted,
            seconds=time.perf_counter() - self._started,
            student=self._student(),
        )
        for name, path in self._wanted:
            for beside, content in files_of(name, report, os.environ).items():
                file = str(Path(path).with_name(beside)) if beside else path
                self._writing.write(f"{_OPTION} {name}={file}", file, content)

    def _student(self) -> str:
        answers = self._config.getoption("coro_answers")
        return os.environ.get(_STUDENT) or (Path(answers).name if answers else "")
