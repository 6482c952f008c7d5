"""The last resort against code that cannot be stopped: end the process, go on in a new one.

The new process runs the same command, takes over the reports of the tests that have ended, and goes on
with the others; to pytest it is one run, so that results, JUnit files and the exit code are whole.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ..reports.text import failure_text
from . import SESSION

if TYPE_CHECKING:
    from .run import GradedRun


class Resumed:
    """Keeps the reports of this process, and replays those of the one before it."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.reports: dict[str, list[dict[str, Any]]] = {}
        path = config.getoption("coro_resume")
        self._before: dict[str, list[dict[str, Any]]] = {}
        if path is not None:
            self._before = json.loads(Path(path).read_text(encoding="utf-8"))
            Path(path).unlink()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        data = self.config.hook.pytest_report_to_serializable(config=self.config, report=report)
        self.reports.setdefault(report.nodeid, []).append(data)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        reports = self._before.get(item.nodeid)
        if reports is None:
            return None
        hook = item.ihook
        hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        for data in reports:
            report = hook.pytest_report_from_serializable(config=self.config, data=data)
            hook.pytest_runtest_logreport(report=report)
        hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True


def go_on_in_a_new_process(config: pytest.Config, run: GradedRun) -> None:
    """End this process; called from a thread, while the main one is stuck. Does not return."""
    resumed: Resumed = config.pluginmanager.getplugin("coro_lessons_resumed")
    if hasattr(config, "workerinput"):
        # xdist reports the test, starts another worker and goes on.
        os._exit(1)
    graded = config.stash[SESSION].graded
    resumed.reports[run.item.nodeid] = [
        config.hook.pytest_report_to_serializable(config=config, report=report)
        for report in _reports_of_the_stuck(run, graded.reader)
    ]
    handle, path = tempfile.mkstemp(prefix="coro-lessons-", suffix=".json")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(resumed.reports, stream)
    capture: Any = config.pluginmanager.getplugin("capturemanager")
    if capture is not None:
        capture.suspend_global_capture(in_=True)
    _say(config, graded.reader.texts("summary.cut_off", file=graded.reader.shown(run.file)))
    command = [sys.executable, "-m", "pytest", "--no-header", *_arguments(config)]
    code = subprocess.call([*command, f"--coro-resume={path}"], cwd=config.invocation_params.dir)
    os._exit(code)


def _arguments(config: pytest.Config) -> list[str]:
    given = [str(argument) for argument in config.invocation_params.args]
    return [argument for argument in given if not argument.startswith("--coro-resume")]


def _say(config: pytest.Config, line: str) -> None:
    reporter: Any = config.pluginmanager.getplugin("terminalreporter")
    if reporter is not None:
        reporter.ensure_newline()
        reporter.write_line(line)
        reporter._tw.flush()


def _reports_of_the_stuck(run: GradedRun, reader: Any) -> list[pytest.TestReport]:
    assert run.cut_short is not None, "unreachable because the watchdog sets it first"
    text = failure_text(run.exercise, run.item.name, [run.cut_short], reader)
    diagnostic = run.cut_short
    failed = _report(run.item, "call", "failed", text)
    failed.coro_lessons = {  # type: ignore[attr-defined]
        "folder": str(run.exercise.folder),
        "test": run.item.name,
        "status": "failed",
        "virtual_seconds": None,
        "diagnostics": [
            {
                "code": diagnostic.code,
                "facts": dict(diagnostic.facts),
                "file": diagnostic.file,
                "line": diagnostic.line,
            }
        ],
        "text": text,
    }
    return [
        _report(run.item, "setup", "passed", None),
        failed,
        _report(run.item, "teardown", "passed", None),
    ]


def _report(item: pytest.Item, when: Any, outcome: Any, text: str | None) -> pytest.TestReport:
    return pytest.TestReport(
        nodeid=item.nodeid,
        location=item.location,
        keywords={},
        outcome=outcome,
        longrepr=text,
        when=when,
    )
