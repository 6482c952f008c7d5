"""Meets the exercises of a run, and loads what they need when there are any."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from .options import choose_language
from .virtual_items import is_of_exercise, is_test_of_exercise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


class Session:
    """Registered as a plugin in every run of pytest."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        # Taken now: while tests run, pytest has its own things in the place of stdout.
        self._encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        self._loaded = False
        self._broken: dict[Path, str] = {}

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if not report.failed:
            return
        file = self._config.rootpath / report.nodeid.partition("::")[0]
        if is_of_exercise(file):
            self._broken[file.parent] = str(report.longrepr).strip().rpartition("\n")[2]

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        graded = [item for item in session.items if is_test_of_exercise(item)]
        if not (graded or self._broken) or self._config.option.collectonly:
            return
        self._load((item.path.parent, item.nodeid) for item in graded)
        reporter: Any = self._config.pluginmanager.getplugin("terminalreporter")
        only_graded = len(graded) == len(session.items)
        if reporter is not None and only_graded and self._config.get_verbosity() == 0:
            # A line for each file would be a screen full of names before the first word of help.
            reporter.showfspath = False

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        files = ((self._config.rootpath / nodeid.partition("::")[0], nodeid) for nodeid in ids)
        tests = [(file.parent, nodeid) for file, nodeid in files if is_of_exercise(file)]
        # All workers collect the same.
        if (tests or self._broken) and not self._loaded:
            self._load(tests)

    def _load(self, tests: Iterable[tuple[Path, str]]) -> None:
        with _without_collecting():
            from .files import ask_for_files
            from .graded import Exercises, Graded
            from .grades import Grades
            from .recording import Recording
            from .rescue import Resumed

        self._loaded = True
        choose_language(self._config, os.environ)
        exercises = Exercises(self._config)
        grades = Grades(self._config, exercises, self._encoding)
        manager = self._config.pluginmanager
        manager.register(grades, "coro_lessons_grades")
        manager.register(Graded(self._config, exercises), "coro_lessons_graded")
        recording = Recording(self._config, exercises, self._encoding)
        manager.register(recording, "coro_lessons_recording")
        manager.register(Resumed(self._config), "coro_lessons_resumed")
        ask_for_files(self._config, has_exercises=True)
        if self._config.getoption("coro_report"):
            from .report_files import ask_for_reports

            ask_for_reports(self._config, grades)
        grades.expect_nothing(self._broken)
        grades.expect(tests)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep the garbage collector out of imports: what they make is there to stay."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
