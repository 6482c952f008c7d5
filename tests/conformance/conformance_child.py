"""Runs one module of CPython's ``test.test_asyncio`` on one loop class, in its own process.

Rule: each event is one JSON line, flushed at once, on the stream that was standard output
when the process began. A child that is killed loses nothing but the test it was in.
"""

# ruff: noqa: N802  (unittest's names)

from __future__ import annotations

import asyncio
import faulthandler
import importlib
import importlib.util
import json
import os
import platform
import sys
import unittest
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, TypeAlias

PACKAGE = "test.test_asyncio"
STOCK = "stock"
DETAIL_LENGTH = 4000

Emit: TypeAlias = Callable[[dict[str, Any]], None]
ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]
)


class Reporter(unittest.TestResult):
    """Emits an event when a test starts and one when it has ended."""

    def __init__(self, emit: Emit, module: str, used: Callable[[], bool], limit: float) -> None:
        super().__init__()
        self._emit = emit
        self._prefix = f"{PACKAGE}.{module}."
        self._used = used
        self._limit = limit
        self._running: unittest.TestCase | None = None
        self._outcome = ""
        self._detail = ""

    def startTest(self, test: unittest.TestCase) -> None:
        super().startTest(test)
        self._running, self._outcome, self._detail = test, "", ""
        self._used()
        self._emit({"event": "start", "test": self._name(test)})
        # The parent ends a test that hangs; its stack has to be on record by then.
        faulthandler.dump_traceback_later(self._limit * 0.8, file=sys.__stderr__ or 2)

    def stopTest(self, test: unittest.TestCase) -> None:
        faulthandler.cancel_dump_traceback_later()
        self._report(test)
        self._running = None
        super().stopTest(test)

    def addSuccess(self, test: unittest.TestCase) -> None:
        self._settle(test, "passed")

    def addFailure(self, test: unittest.TestCase, err: ExcInfo) -> None:
        self._settle(test, "failed", err)

    def addError(self, test: unittest.TestCase, err: ExcInfo) -> None:
        self._settle(test, "error", err)

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        self._settle(test, "skipped")

    def addExpectedFailure(self, test: unittest.TestCase, err: ExcInfo) -> None:
        self._settle(test, "passed")

    def addUnexpectedSuccess(self, test: unittest.TestCase) -> None:
        self._settle(test, "failed")

    def addSubTest(
        self, test: unittest.TestCase, subtest: unittest.TestCase, err: ExcInfo | None
    ) -> None:
        if err is not None:
            self._settle(test, "failed", err)

    def _settle(self, test: unittest.TestCase, outcome: str, err: ExcInfo | None = None) -> None:
        # The first bad outcome stays: a failed test often fails again while it is taken down.
        if self._outcome not in ("failed", "error"):
            self._outcome = outcome
        if err is not None:
            self._detail += self._exc_info_to_string(err, test)  # type: ignore[attr-defined]
        if self._running is None:  # a class or module that could not be set up
            self._report(test)

    def _report(self, test: unittest.TestCase) -> None:
        self._emit(
            {
                "event": "result",
                "test": self._name(test),
                "outcome": self._outcome or "failed",
                "used": self._used(),
                "detail": self._detail[-DETAIL_LENGTH:],
            }
        )

    def _name(self, test: unittest.TestCase) -> str:
        return test.id().removeprefix(self._prefix)


def load_loop_class(spec: str) -> type[asyncio.AbstractEventLoop]:
    """Find ``module:Class`` or ``file.py:Class``."""
    place, _, name = spec.rpartition(":")
    module = _load_file(place) if place.endswith(".py") else importlib.import_module(place)
    return getattr(module, name)  # type: ignore[no-any-return]


def _load_file(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(Path(path).stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def swap_in(cls: type[asyncio.AbstractEventLoop]) -> None:
    """Make ``cls`` what asyncio builds wherever a test does not name another class.

    Must run before the test module is imported: some bind the names at import.
    """
    policy = type(asyncio.get_event_loop_policy())
    policy._loop_factory = cls  # type: ignore[attr-defined]
    for module in (asyncio, sys.modules[policy.__module__]):
        for name in ("SelectorEventLoop", "EventLoop"):
            if hasattr(module, name):
                setattr(module, name, cls)


def count_uses(cls: type[asyncio.AbstractEventLoop]) -> Callable[[], bool]:
    """Return a function that says whether a ``cls`` was made since its last call."""
    made: list[bool] = []
    original = asyncio.BaseEventLoop.__init__

    def counted(self: asyncio.BaseEventLoop, *args: object, **kwargs: object) -> None:
        if isinstance(self, cls):
            made.append(True)
        original(self, *args, **kwargs)

    asyncio.BaseEventLoop.__init__ = counted  # type: ignore[assignment, method-assign]

    def used() -> bool:
        seen = bool(made)
        made.clear()
        return seen

    return used


def flatten(suite: unittest.TestSuite) -> Iterator[unittest.TestCase]:
    for entry in suite:
        if isinstance(entry, unittest.TestSuite):
            yield from flatten(entry)
        else:
            yield entry


def run(request: dict[str, Any], emit: Emit) -> None:
    """Run what ``request`` names, without the tests in ``request["skip"]``."""
    stock = request["loop"] == STOCK
    cls = asyncio.SelectorEventLoop if stock else load_loop_class(request["loop"])
    if not stock:
        swap_in(cls)
    reporter = Reporter(emit, request["module"], count_uses(cls), request["limit"])
    suite = unittest.defaultTestLoader.loadTestsFromName(f"{PACKAGE}.{request['module']}")
    skip = set(request["skip"])
    chosen = [test for test in flatten(suite) if reporter._name(test) not in skip]
    unittest.TestSuite(chosen).run(reporter)
    emit({"event": "end"})


def describe(emit: Emit, modules: list[str]) -> None:
    """Say which interpreter this is and which of ``modules`` it ships."""
    try:
        shipped = [name for name in modules if importlib.util.find_spec(f"{PACKAGE}.{name}")]
    except (ImportError, unittest.SkipTest):
        shipped = []
    emit({"event": "described", "version": platform.python_version(), "modules": shipped})


def main() -> None:
    request = json.loads(sys.stdin.read())
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def emit(event: dict[str, Any]) -> None:
        events.write(json.dumps(event) + "\n")
        events.flush()

    sys.path[:0] = request["paths"]
    if "describe" in request:
        describe(emit, request["describe"])
    else:
        run(request, emit)


if __name__ == "__main__":
    main()
