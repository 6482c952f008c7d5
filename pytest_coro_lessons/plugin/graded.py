"""Graded tests where they run: what goes around them, and what their reports say of them.

Rule: what a report says travels as plain data; the words for it are found where it arrives.
"""

from __future__ import annotations

import sys
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ..grading import Outcome
from ..lessons import find_exercise
from . import RUN, wire
from .run import GradedRun
from .watchdog import Watchdog

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from ..grading import Status
    from ..lessons import Exercise
    from ..timeline import Timeline

_NOT_STARTED = "CL909"
_ENDLESS = "CL505"
_OF_PYTEST_ASYNCIO = "An exception occurred during teardown of an asyncio.Runner"
_OURS = "pytest_coro_lessons."


class Exercises:
    """The exercises of this run, each read once."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._read: dict[Path, Exercise] = {}

    def __contains__(self, folder: Path) -> bool:
        return folder in self._read

    def read(self, folder: Path) -> Exercise:
        """Read an exercise's folder.

        Raises:
            LessonError: if its ``exercise.toml`` is not as it must be.
        """
        if folder not in self._read:
            exercise = find_exercise(folder)
            assert exercise is not None, "unreachable because the folder has an exercise.toml"
            self._read[folder] = exercise
        return self._read[folder]

    def answer_file(self, exercise: Exercise) -> Path:
        """Return the file that is graded."""
        answers = self._config.getoption("coro_answers")
        if answers is not None:
            base = Path(self._config.invocation_params.dir, answers)
            return base / exercise.folder.parent.name / exercise.folder.name / "exercise.py"
        name = self._config.getoption("coro_answer")
        return exercise.folder / name if name is not None else exercise.answer_file


class Graded:
    """The hooks around graded tests; registered as a plugin when the first one is collected."""

    def __init__(self, config: pytest.Config, exercises: Exercises) -> None:
        self._config = config
        self._exercises = exercises
        self._session: pytest.Session | None = None
        self.watchdog = Watchdog(config, config.getoption("coro_real_limit"))

    def new_run(self, item: pytest.Item) -> GradedRun:
        exercise = self._exercises.read(item.path.parent)
        return GradedRun(item, exercise, self._exercises.answer_file(exercise))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        __tracebackhide__ = True
        run = _run_of(item)
        if run is None:
            return (yield)
        with self.watchdog.over(run):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, object, object]:
        __tracebackhide__ = True
        run = _run_of(item)
        if run is None:
            return (yield)
        with self.watchdog.over(run), warnings.catch_warnings():
            # What the answer left behind was judged; closing its loop may stumble over it.
            warnings.filterwarnings("ignore", _OF_PYTEST_ASYNCIO, RuntimeWarning)
            try:
                return (yield)
            finally:
                self.watchdog.leftovers.end(str(run.file))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[Any]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        run = _run_of(item)
        if run is None:
            return (yield)
        with_traceback = shows_tracebacks(self._config)
        if call.when == "call" and run.diagnostics and not with_traceback:
            with _in_one_line(item):
                report = yield
        else:
            if call.excinfo is not None:
                _hide_our_frames(hidden=not with_traceback)
            report = yield
        if report.when == "call" or not report.passed:
            outcome = _outcome_of(run, report)
            wire.attach(report, run.exercise.folder, outcome, _timeline_of_answer(run))
            leading = next(iter(outcome.diagnostics), None)
            item.user_properties += wire.properties(run, outcome.status, leading)
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        # Also what another process reported before this one went on.
        arrived = wire.read(report) if report.failed else None
        if arrived is not None and any(one.code == _ENDLESS for one in arrived.outcome.diagnostics):
            self.watchdog.wait_less_for(arrived.folder)

    def pytest_enter_pdb(self) -> None:
        self.watchdog.be_patient()

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self._session = session

    def pytest_unconfigure(self) -> None:
        self.watchdog.end()
        if self._session is not None:
            code, in_worker = int(self._session.exitstatus), hasattr(self._config, "workerinput")
            self.watchdog.leftovers.exit_without_them(code, in_worker=in_worker)


def shows_tracebacks(config: pytest.Config) -> bool:
    """Tell whether the reader asked for pytest's own tracebacks."""
    # With a default each, for a run without pytest's terminal has no such options.
    return config.getoption("tbstyle", "auto") == "long" or bool(
        config.getoption("fulltrace", None)
    )


@contextmanager
def _in_one_line(item: pytest.Item) -> Iterator[None]:
    """Let pytest spare the traceback of a test: where its report arrives other words are put there.

    A traceback costs more than all the rest of a test that is not started.
    """
    vars(item)["repr_failure"] = _exception_only
    try:
        yield
    finally:
        del vars(item)["repr_failure"]


def _exception_only(excinfo: pytest.ExceptionInfo[BaseException]) -> str:
    return excinfo.exconly(tryshort=True)


def _hide_our_frames(*, hidden: bool) -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith(_OURS):
            vars(module)["__tracebackhide__"] = hidden


def _run_of(item: pytest.Item) -> GradedRun | None:
    run = item.stash.get(RUN, None)
    return run if isinstance(run, GradedRun) else None


def _timeline_of_answer(run: GradedRun) -> Timeline | None:
    """Return what was recorded, unless it is of the test alone, which says nothing of an answer."""
    seen = run.timeline
    if seen is None or not run.is_async or len(seen.spans) != 1:
        return seen
    blocks = any(part.state == "blocking" for part in seen.spans[0].segments)
    return seen if blocks else None


def _outcome_of(run: GradedRun, report: pytest.TestReport) -> Outcome:
    found = tuple(run.diagnostics) if report.failed and report.when == "call" else ()
    if report.failed and not found and run.cut_short is not None:
        found = (run.cut_short,)
    status: Status = "error"
    if report.passed:
        status = "passed"
    elif report.skipped:
        status = "not_started"
    elif found:
        status = "not_started" if found[0].code == _NOT_STARTED else "failed"
    return Outcome(run.item.name, status, found, run.seconds)
