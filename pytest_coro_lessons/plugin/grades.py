"""Graded tests where their reports arrive: the results so far, the file, and the closing summary.

Under xdist this is another process than the one that runs the tests.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from ..diagnostics import language
from ..errors import LessonError
from ..grading import Outcome, grade
from ..reports.text import Reader, brief, failure, summary, with_printed
from . import wire
from .graded import shows_tracebacks
from .invocation import invoked_as, shortener
from .pictures import Drawn, Pictures
from .terminal import TextForReport, printable, write_blocks
from .writing import Writing

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping
    from pathlib import Path

    from ..grading import ExerciseOutcome
    from ..lessons import Exercise
    from ..reports.text import Failure
    from .graded import Exercises
    from .wire import Arrived

_NUMBER = re.compile(r"(\d+)")


class Grades:
    """What is known of the exercises of this run; registered as a plugin."""

    def __init__(self, config: pytest.Config, exercises: Exercises, encoding: str) -> None:
        self._config = config
        self._encoding = encoding
        self._exercises = exercises
        self._outcomes: dict[Path, dict[str, Outcome]] = {}
        self._failures: dict[tuple[Path, str], Failure] = {}
        self._awaited: dict[Path, set[str]] = {}
        self._pictures = Pictures(config, encoding)
        self._writing = Writing.of(config)
        self.broken: dict[Path, str] = {}
        """Why the tests of an exercise could not be collected."""
        self.files: list[Callable[[], None]] = []
        """Called whenever files are to be written with what is known by then."""
        command = invoked_as(config.invocation_params.dir)
        self.reader = Reader(language(), shortener(config), exercises.answer_file, **command)

    def expect(self, tests: Iterable[tuple[Path, str]]) -> None:
        """Learn which tests were selected, as folders and node ids."""
        for folder, test in tests:
            try:
                self._exercises.read(folder)
            except LessonError:
                continue  # each of its tests fails with the reason
            self._outcomes.setdefault(folder, {})
            self._awaited.setdefault(folder, set()).add(test)
        self._write_files()

    def expect_nothing(self, folders: Mapping[Path, str]) -> None:
        """Learn of which exercises the tests could not be collected, and why."""
        for folder, why in folders.items():
            with suppress(LessonError):
                self._exercises.read(folder)
                self.broken[folder] = why

    def exercise_in(self, folder: Path) -> Exercise:
        return self._exercises.read(folder)

    def write_line(self, reporter: pytest.TerminalReporter, key: str, **values: object) -> None:
        """Write a line of ours between pytest's own."""
        reporter.write_line(printable(self.reader.texts(key, **values), self._encoding))

    # Where reports arrive.

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        arrived = wire.read(report)
        if arrived is not None:
            self._take_in(report, arrived)
        if report.when == "teardown":
            self._ended(report.nodeid)

    def _take_in(self, report: Any, arrived: Arrived) -> None:
        folder, outcome, timeline = arrived
        known = self._outcomes.setdefault(folder, {})
        before = known.get(outcome.test)
        if before is not None and before.status != "passed":
            return  # what a test left undone in its teardown is no news
        known[outcome.test] = outcome
        if not outcome.diagnostics:
            return
        exercise = self._exercises.read(folder)
        told = failure(exercise, outcome, self.reader)
        told = with_printed(told, self._printed(report), self.reader)
        intended = exercise.info.intended_of(outcome.function)
        drawn = self._pictures.of(outcome, timeline, intended) or Drawn()
        if outcome.status == "failed":
            self._failures[folder, outcome.test] = told._replace(picture=drawn.in_terminal)
        if not shows_tracebacks(self._config):
            text, leading = str(told._replace(picture=drawn.in_file)), outcome.diagnostics[0]
            path = leading.file or told.place
            report.longrepr = TextForReport(text, path, leading.line or 0, told.happened)

    def _printed(self, report: pytest.TestReport) -> str:
        shown = self._config.getoption("showcapture", "all")
        parts = {"stdout": report.capstdout, "stderr": report.capstderr}
        return "".join(text for name, text in parts.items() if shown in ("all", name))

    def _ended(self, nodeid: str) -> None:
        for tests in self._awaited.values():
            if nodeid in tests:
                tests.remove(nodeid)
                if not tests:
                    self._write_files()

    @pytest.hookimpl(wrapper=True)
    def pytest_report_teststatus(
        self, report: pytest.TestReport | pytest.CollectReport
    ) -> Generator[None, Any, Any]:
        # A wrapper, so that plugins which only listen here (editors do) still hear of every test.
        status = yield
        arrived = wire.read(report)
        if arrived is None or shows_tracebacks(self._config):
            return status
        # Categories of our own keep pytest from telling the same in its list of failures.
        if arrived.outcome.status == "not_started" and report.failed:
            return "not started", "-", ("NOT STARTED", {"yellow": True})
        if arrived.outcome.status == "failed":
            return "to fix", "F", ("TO FIX", {"red": True})
        return status

    # At the end.

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if hasattr(self._config, "workerinput"):
            return
        self._write_files()
        outcomes = [outcome for known in self._outcomes.values() for outcome in known.values()]
        if exitstatus == 0 and any(outcome.status != "passed" for outcome in outcomes):
            # A skipped test is no failure to pytest, but its exercise is not done.
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def outcomes(self) -> list[ExerciseOutcome]:
        """Return what is known of each exercise, in the order of the course."""
        folders = sorted({*self._outcomes, *self.broken}, key=_in_numbers)
        return [grade(self._exercises.read(folder), self._found_in(folder)) for folder in folders]

    def _found_in(self, folder: Path) -> list[Outcome]:
        if folder in self.broken:
            tests = self._exercises.read(folder).info.tests
            return [Outcome(test, "error") for test in tests]
        return list(self._outcomes[folder].values())

    def _in_order(self, entry: tuple[tuple[Path, str], Failure]) -> tuple[Any, ...]:
        (folder, test), _ = entry
        tests = self._exercises.read(folder).info.tests
        function = test.partition("[")[0]
        return (_in_numbers(folder), tests.index(function) if function in tests else len(tests))

    def _write_files(self) -> None:
        self._write_results()
        for write in self.files:
            write()

    def _write_results(self) -> None:
        path = self._config.getoption("coro_json")
        if path is None or hasattr(self._config, "workerinput"):
            return
        from ..grading.results import results
        from ..reports.results_file import results_json

        found = results(self.outcomes(), self._config.rootpath)
        self._writing.write("--coro-json", path, results_json(found))

    @pytest.hookimpl(wrapper=True)
    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> Generator[None, Any, Any]:
        # After what pytest has to say, for the last lines are what a reader sees first.
        result = yield
        self._summarise(terminalreporter)
        return result

    def _summarise(self, reporter: pytest.TerminalReporter) -> None:
        option, verbosity = self._config.option, self._config.get_verbosity()
        ran = any(self._outcomes.values())
        if not ran or verbosity < -1 or option.no_summary or option.collectonly:
            return
        outcomes = self.outcomes()
        failures = [told for _, told in sorted(self._failures.items(), key=self._in_order)]
        if verbosity == -1:
            blocks = brief(outcomes, failures, self.reader)
        else:
            in_full = 0 if option.tbstyle == "no" else None if verbosity > 0 else 1
            blocks = summary(outcomes, failures, self.reader, in_full=in_full)
        write_blocks(reporter, blocks, self._encoding)


def _in_numbers(folder: Path) -> list[tuple[int, str]]:
    """Sort ``9_a`` before ``10_a``."""
    parts = _NUMBER.split(str(folder))
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]
