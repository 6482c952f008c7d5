"""Graded tests: from a test that ran to an outcome, and from outcomes to what is shown and written.

Rule: everything that is shown travels as plain data on pytest's reports, so that it also arrives from
another process.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ..diagnostics import CheckFailed, Diagnostic, language, shorten
from ..grading import Outcome, grade, results
from ..lessons import find_exercise
from ..reports.text import Reader, error_text, failure_text, not_started_text, summary
from .invocation import invoked_as, shortener
from .rescue import Resumed
from .run import GradedRun
from .watchdog import Watchdog

if TYPE_CHECKING:
    from collections.abc import Generator

    from ..grading import ExerciseOutcome
    from ..lessons import Exercise

_NOT_STARTED = "CL909"


class Graded:
    """The exercises of this run; registered as a plugin when the first one is collected."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.reader = Reader(language(), shortener(config), **invoked_as(config))
        config.pluginmanager.register(Resumed(config), "coro_lessons_resumed")
        self.watchdog = Watchdog(config, config.getoption("coro_real_limit"))
        self._exercises: dict[Path, Exercise] = {}
        self._outcomes: dict[Path, dict[str, Outcome]] = {}
        self._texts: dict[tuple[Path, str], str] = {}

    def take_in(self, folder: Path) -> Exercise:
        """Read an exercise's folder.

        Raises:
            LessonError: if its ``exercise.toml`` is not as it must be.
        """
        if folder not in self._exercises:
            exercise = find_exercise(folder)
            assert exercise is not None, "unreachable because the folder has an exercise.toml"
            self._exercises[folder] = exercise
        return self._exercises[folder]

    def new_run(self, item: pytest.Item) -> GradedRun:
        exercise = self.take_in(item.path.parent)
        return GradedRun(item, exercise, self._answer_file(exercise))

    def _answer_file(self, exercise: Exercise) -> Path:
        answers = self.config.getoption("coro_answers")
        if answers is not None:
            base = self.config.invocation_params.dir / answers
            return base / exercise.folder.parent.name / exercise.folder.name / "exercise.py"
        name = self.config.getoption("coro_answer")
        return exercise.folder / name if name is not None else exercise.answer_file

    # While tests run.

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        __tracebackhide__ = True
        with self.watchdog.over(_run_of(item)):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, object, object]:
        __tracebackhide__ = True
        with self.watchdog.over(_run_of(item)):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[Any]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        run = _run_of(item)
        if run is None or not isinstance(report, pytest.TestReport):
            return report
        if report.when == "call" or (report.when == "setup" and report.failed):
            outcome = _outcome_of(run, item.name, call.excinfo)
            self._put_on_report(report, run, outcome, call.excinfo)
            item.user_properties += _properties(run, outcome)
        return report

    def _put_on_report(
        self, report: Any, run: GradedRun, outcome: Outcome, excinfo: Any
    ) -> None:
        text = ""
        if outcome.diagnostics:
            text = failure_text(run.exercise, outcome.test, outcome.diagnostics, self.reader)
        elif outcome.status == "error" and excinfo is not None:
            text = error_text(excinfo.exconly(), self.reader)
        if outcome.status == "not_started":
            text = not_started_text(self.reader)
        report.coro_lessons = {
            "folder": str(run.exercise.folder),
            "test": outcome.test,
            "status": outcome.status,
            "virtual_seconds": outcome.virtual_seconds,
            "diagnostics": [
                {"code": one.code, "facts": dict(one.facts), "file": one.file, "line": one.line}
                for one in outcome.diagnostics
            ],
            "text": text,
        }
        # An error of the test itself is for who wrote it, who needs the traceback.
        if text and outcome.status != "error" and self.config.option.tbstyle != "long":
            report.longrepr = text
            report.sections = []

    # Where reports arrive.

    def pytest_report_teststatus(
        self, report: pytest.TestReport | pytest.CollectReport, config: pytest.Config
    ) -> tuple[str, str, Any] | None:
        data = getattr(report, "coro_lessons", None)
        if data is None or config.option.tbstyle == "long":
            return None
        if data["status"] == "not_started":
            return "not started", "-", ("NOT STARTED", {"yellow": True})
        if data["status"] == "failed":
            return "to fix", "F", ("TO FIX", {"red": True})
        return None

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        data = getattr(report, "coro_lessons", None)
        if data is None:
            return
        folder = Path(data["folder"])
        diagnostics = tuple(Diagnostic(**one) for one in data["diagnostics"])
        outcome = Outcome(data["test"], data["status"], diagnostics, data["virtual_seconds"])
        self._outcomes.setdefault(folder, {})[outcome.test] = outcome
        if data["status"] in ("failed", "error"):
            self._texts[folder, outcome.test] = data["text"]
        self._write_results()

    def _write_results(self) -> None:
        path = self.config.getoption("coro_json")
        if path is None or hasattr(self.config, "workerinput"):
            return
        from ..reports import write_results

        write_results(results(self.outcomes()), self.config.invocation_params.dir / path)

    def outcomes(self) -> list[ExerciseOutcome]:
        """Return what is known of each exercise that was run, in the order of the course."""
        return [
            grade(self.take_in(folder), found.values())
            for folder, found in sorted(self._outcomes.items(), key=lambda entry: str(entry[0]))
        ]

    # What is shown.

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        reporter: Any = self.config.pluginmanager.getplugin("terminalreporter")
        only_exercises = all(item.path.parent in self._exercises for item in session.items)
        if reporter is not None and only_exercises and self.config.get_verbosity() == 0:
            # A line for each file would be a screen full of names before the first word of help.
            reporter.showfspath = False

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        found = self.outcomes()
        if not found or self.config.get_verbosity() < -1:
            return
        order = [outcome.exercise.folder for outcome in found]
        texts = sorted(self._texts.items(), key=lambda entry: order.index(entry[0][0]))
        shown = [] if self.config.option.tbstyle == "long" else [text for _, text in texts]
        detail = min(1, self.config.get_verbosity())
        terminalreporter.section("coro-lessons", sep="=")
        blocks = list(summary(found, shown, self.reader, detail=detail))
        write = terminalreporter.write_line
        for number, block in enumerate(blocks):
            if number:
                write("")
            for line in block.splitlines():
                write(_printable(line, terminalreporter))


def _run_of(item: pytest.Item) -> GradedRun | None:
    from . import SESSION

    run = item.config.stash[SESSION].run
    return run if isinstance(run, GradedRun) else None


def _outcome_of(run: GradedRun, test: str, excinfo: Any) -> Outcome:
    if excinfo is None:
        return Outcome(test, "passed", (), run.seconds)
    if isinstance(excinfo.value, pytest.skip.Exception):
        return Outcome(test, "not_started", (), run.seconds)
    diagnostics = tuple(run.diagnostics)
    if not diagnostics and isinstance(excinfo.value, CheckFailed):
        diagnostics = (excinfo.value.diagnostic,)
    if not diagnostics:
        return Outcome(test, "error", (), run.seconds)
    status = "not_started" if diagnostics[0].code == _NOT_STARTED else "failed"
    return Outcome(test, status, diagnostics, run.seconds)  # type: ignore[arg-type]


def _properties(run: GradedRun, outcome: Outcome) -> list[tuple[str, object]]:
    """Return what JUnit and others show beside a test."""
    properties: list[tuple[str, object]] = [
        ("lesson", run.exercise.lesson.id),
        ("exercise", run.exercise.id),
        ("status", outcome.status),
    ]
    if outcome.virtual_seconds is not None:
        properties.append(("virtual_seconds", outcome.virtual_seconds))
    properties += [("diagnostic", one.code) for one in outcome.diagnostics[:1]]
    return properties


def _printable(line: str, reporter: pytest.TerminalReporter) -> str:
    """Replace what the terminal cannot show: pytest would escape the whole text, line ends included."""
    encoding = getattr(reporter._tw._file, "encoding", None) or "utf-8"
    try:
        line.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return _plain(line)
    return line


def _plain(line: str) -> str:
    import unicodedata

    decomposed = unicodedata.normalize("NFKD", line.replace("…", "...").replace("–", "-"))
    return decomposed.encode("ascii", "ignore").decode("ascii") if line else shorten(line)
