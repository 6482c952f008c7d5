"""``virtual_time(strict=True)``: a test of any project fails for what it leaves behind.

Rule: a test is judged when it ends, unless one of its fixtures may still close what it has begun;
then what can still be closed is judged when they all are gone, just before the loop is.
"""

from __future__ import annotations

import asyncio
import inspect
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from ..diagnostics import told
from ..errors import LoopBusyError, LoopLimitError, LoopStalledError
from ..evidence import Evidence
from ..evidence.strict import StrictCollector, tasks_of_project
from ..grading.diagnose import merged, strict_findings
from .invocation import shortener
from .runners import before_loop_closes, torn_down_before_loop

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from ..diagnostics import Diagnostic
    from ..evidence import NeverAwaited
    from ..evidence.strict import Unfinished
    from ..explore.loop import ExploringLoop
    from ..loop import VirtualTimeLoop
    from .run import VirtualRun

# Fixtures of theirs, and of ours, close nothing that a test has begun.
_NOT_CLOSING = ("_pytest.", "pytest_asyncio.", __name__.rpartition(".")[0])


class Strict:
    """Judges one test."""

    def __init__(self, run: VirtualRun) -> None:
        self._run = run
        self._collector: StrictCollector | None = None
        self._unfinished: Unfinished | None = None
        self._is_told = False
        """Whether the test has failed, for this or for something else."""
        self._beside: list[Diagnostic] = []
        """What was found in a test that failed by itself."""
        self._verdict: tuple[BaseException, Diagnostic] | None = None

    @contextmanager
    def around_body(self) -> Iterator[None]:
        """Fail a test that passed for what it left behind, with the gravest of it."""
        __tracebackhide__ = True
        failure: BaseException | None = None
        with StrictCollector(self._run.given_world) as collector:
            self._collector = collector
            if self._run.loop is not None:
                collector.watch(self._run.loop)
            try:
                yield
            except BaseException as error:  # noqa: BLE001 (it is raised again below)
                failure = error
            evidence = collector.evidence(failure)
            self._unfinished = collector.unfinished
        self._collector = None
        waits = may_be_closed(self._run.item)
        if waits:
            before_loop_closes(self._run.item, self.settle)
        elif failure is None:
            evidence = merged(evidence, self._now_unfinished())
        found = strict_findings(evidence)
        self._is_told = failure is not None or bool(found)
        if failure is not None:
            self._beside = found
            raise failure
        if found:
            raise self.verdict_on(found[0])

    def watch(self, loop: VirtualTimeLoop) -> None:
        """Watch another loop of the test, if its body is what makes it."""
        if self._collector is not None:
            self._collector.watch(loop)

    def settle(self) -> None:
        """Fail the test for what nobody has closed, if that was left open until now."""
        found = strict_findings(self._now_unfinished())
        if found and not self._is_told:
            self._is_told = True
            raise self.verdict_on(found[0])

    def judge_order(
        self, loop: ExploringLoop, forgotten: list[NeverAwaited], *, made_anew: Container[str]
    ) -> None:
        """Fail the test for what it leaves in one of the orders in which it is explored.

        Raises:
            pytest.fail.Exception: the verdict.
        """
        __tracebackhide__ = True
        evidence = Evidence(never_awaited=forgotten)
        if not may_be_closed(self._run.item, made_anew):
            left = tasks_of_project(loop, set(), at=loop.time())
            evidence.left_running = [one for _, one in left]
        found = strict_findings(evidence)
        if found:
            raise self.verdict_on(found[0])

    def has_said(self, error: BaseException | None) -> bool:
        """Tell whether an error is the last verdict."""
        return self._verdict is not None and self._verdict[0] is error

    def verdict_on(self, found: Diagnostic) -> BaseException:
        """Return what fails the test."""
        error = pytest.fail.Exception(f"{told(found)}{self._place(found)}", pytrace=False)
        self._verdict = error, found
        return error

    def tell(self, report: Any, error: BaseException | None) -> None:
        """Say in a failed test's report where it failed, or what else was found."""
        if report.when == "call":
            self._is_told = True
        if self._verdict is not None and self.has_said(error):
            self._locate(report.longrepr, self._verdict[1])
        elif self._beside and report.when == "call" and hasattr(report.longrepr, "addsection"):
            words = [f"{told(found)}{self._place(found)}" for found in self._beside]
            report.longrepr.addsection("left behind", "\n\n".join(words), "-")

    def _now_unfinished(self) -> Evidence:
        unfinished, self._unfinished = self._unfinished, None
        if unfinished is None:
            return Evidence()
        for loop in unfinished.loops_cancelling():
            # A loop always goes on for a turn after what it runs until it is complete.
            with suppress(LoopBusyError, LoopLimitError, LoopStalledError):
                loop.run_until_complete(asyncio.sleep(0))
        return unfinished.evidence()

    def _place(self, found: Diagnostic) -> str:
        """Return where it was found, as pytest ends a traceback."""
        if found.file is None or found.line is None:
            return ""
        shown = shortener(self._run.item.config)(found.file)
        return f"\n\n{shown}:{found.line}: {found.code}"

    def _locate(self, longrepr: Any, found: Diagnostic) -> None:
        """Let pytest, which takes the line that raised, name the line that it is about."""
        crash = getattr(longrepr, "reprcrash", None)
        if crash is None:
            return
        _, line, _ = self._run.item.reportinfo()
        crash.path, crash.lineno = str(self._run.item.path), (line or 0) + 1
        if found.file is not None and found.line is not None:
            crash.path, crash.lineno = found.file, found.line


def may_be_closed(item: pytest.Item, without: Container[str] = ()) -> bool:
    """Tell whether something torn down before the loop may still close what a test has begun.

    Args:
        without: names of fixtures that do not count.
    """
    return any(_may_close(one, without) for one in torn_down_before_loop(item))


def _may_close(definition: Any, without: Container[str]) -> bool:
    if not isinstance(definition, pytest.FixtureDef):
        return True  # a function that somebody asked to be called
    function: Any = definition.func
    if definition.argname in without or function.__module__.startswith(_NOT_CLOSING):
        return False
    has_teardown = inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function)
    return has_teardown or "request" in definition.argnames
