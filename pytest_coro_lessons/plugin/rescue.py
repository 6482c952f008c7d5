"""The last resort against code that cannot be stopped: end the process, go on in a new one.

The new process runs the same command, takes over the reports of the tests that have ended, and
goes on with the others; to pytest it is one run, so that all files and the exit code are whole.
Under xdist it is a worker that ends, and xdist starts another one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from ..grading import Outcome
from . import wire

if TYPE_CHECKING:
    from .run import GradedRun

_PYTEST = ("pytest", "py.test")
_RESUME = "--coro-resume"


class Resumed:
    """Keeps the reports of this process, and replays those of the one before it."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._reports: dict[str, list[pytest.TestReport]] = {}
        self._before: dict[str, list[dict[str, Any]]] = {}
        path = config.getoption("coro_resume")
        if path is not None:
            self._before = json.loads(Path(path).read_text(encoding="utf-8"))
            Path(path).unlink()

    def has_failed(self, nodeid: str) -> bool:
        """Tell whether the call of a test was reported, and failed."""
        last = self._reports.get(nodeid, [])[-1:]
        return any(report.when == "call" and report.failed for report in last)

    def write(self) -> str:
        """Write all reports to a file for the next process."""
        serialise = self._config.hook.pytest_report_to_serializable
        reports = {
            nodeid: [serialise(config=self._config, report=report) for report in reports]
            for nodeid, reports in self._reports.items()
        }
        handle, path = tempfile.mkstemp(prefix="coro-lessons-", suffix=".json")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(reports, stream, default=str)
        return path

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.take_in(report)

    def take_in(self, report: pytest.TestReport) -> None:
        self._reports.setdefault(report.nodeid, []).append(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        reports = self._before.get(item.nodeid)
        if reports is None:
            return None
        hook = item.ihook
        hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        for data in reports:
            report = hook.pytest_report_from_serializable(config=self._config, data=data)
            if report.skipped and isinstance(report.longrepr, list):
                # JSON has no tuples, and pytest's JUnit report insists on one for a skipped test.
                report.longrepr = tuple(report.longrepr)
            hook.pytest_runtest_logreport(report=report)
        hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True

    @pytest.hookimpl(optionalhook=True)
    def pytest_handlecrashitem(self, crashitem: str, report: Any) -> None:
        """Let what xdist says of a worker that ended itself be the end of that worker's test."""
        if self.has_failed(crashitem):
            report.when, report.outcome, report.longrepr = "teardown", "passed", None
            report.user_properties = self._reports[crashitem][-1].user_properties


def go_on_in_a_new_process(config: pytest.Config, run: GradedRun) -> NoReturn:
    """End this process; called from a thread, while the main one is stuck."""
    resumed: Any = config.pluginmanager.getplugin("coro_lessons_resumed")
    report = config.hook.pytest_runtest_logreport if in_worker(config) else resumed.take_in
    printed = _printed(config)
    if not resumed.has_failed(run.item.nodeid):
        report(report=_failure(run, printed))
    if in_worker(config):
        os._exit(1)
    report(report=_report(run, "teardown", "passed"))
    _say(config, run)
    _replace_process(config, resumed.write())


def in_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _failure(run: GradedRun, printed: list[tuple[str, str]]) -> pytest.TestReport:
    failed = _report(run, "call", "failed", printed)
    assert run.cut_short is not None, "unreachable because the watchdog sets it first"
    outcome = Outcome(run.item.name, "failed", (run.cut_short,))
    wire.attach(failed, run.exercise.folder, outcome, None)
    return failed


def _printed(config: pytest.Config) -> list[tuple[str, str]]:
    """Give the streams back, and return what the code printed."""
    capture: Any = config.pluginmanager.getplugin("capturemanager")
    if capture is None:
        return []
    capture.suspend_global_capture(in_=True)
    out, err = capture.read_global_capture()
    return [("Captured stdout call", out), ("Captured stderr call", err)]


def _report(run: GradedRun, when: Any, outcome: Any, sections: Any = ()) -> pytest.TestReport:
    item = run.item
    return pytest.TestReport(
        nodeid=item.nodeid,
        location=item.location,
        keywords=dict.fromkeys(item.keywords, 1),
        outcome=outcome,
        longrepr="" if outcome == "failed" else None,
        when=when,
        sections=sections,
        user_properties=wire.properties(run, "failed", run.cut_short),
    )


def _say(config: pytest.Config, run: GradedRun) -> None:
    reporter: Any = config.pluginmanager.getplugin("terminalreporter")
    grades: Any = config.pluginmanager.getplugin("coro_lessons_grades")
    if reporter is not None:
        reporter.write("\n")
        grades.write_line(reporter, "summary.cut_off", file=grades.reader.shown(run.file))
        reporter.flush()


def _replace_process(config: pytest.Config, reports: str) -> NoReturn:
    command = [*_same_command(config), "--no-header", f"{_RESUME}={reports}"]
    os.chdir(config.invocation_params.dir)
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix" and hasattr(os, "execv"):
        os.execv(command[0], command)
    # Elsewhere a process cannot become another one: this one waits for its successor.
    os._exit(subprocess.call(command))


def _same_command(config: pytest.Config) -> list[str]:
    """Return the command that started this process, without what resumed it."""
    given = [str(argument) for argument in config.invocation_params.args]
    kept = [argument for argument in given if not argument.startswith(_RESUME)]
    typed = sys.orig_argv
    program = typed[1 : len(typed) - len(given)]
    if typed[len(typed) - len(given) :] == given and _is_pytest(program):
        return [sys.executable, *program, *kept]
    # Started by another program, such as an editor's, which finds its modules in its own way.
    os.environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    return [sys.executable, "-m", "pytest", *kept]


def _is_pytest(program: list[str]) -> bool:
    return program[-2:] == ["-m", "pytest"] or bool(program and Path(program[-1]).stem in _PYTEST)
