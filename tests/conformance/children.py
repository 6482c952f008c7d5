"""Starts, watches and, where a test hangs, kills the processes that run CPython's tests."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CHILD = HERE / "conformance_child.py"
END_OF_STREAM: dict[str, Any] = {"event": "eof"}
LAST_WORDS = 6000
# Real seconds for an interpreter to start and import, which a busy machine draws out.
START = 60.0


class ChildError(Exception):
    """An interpreter or a loop that cannot be tested at all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one test: passed, failed, error, skipped, hung or crashed."""

    outcome: str
    used: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Interpreter:
    path: str
    version: str
    modules: tuple[str, ...]

    @property
    def release(self) -> str:
        return ".".join(self.version.split(".")[:2])


class Child:
    """One process; use with ``with``, which also ends it."""

    def __init__(self, python: str, request: dict[str, Any]) -> None:
        self._request = json.dumps({"paths": [str(ROOT)], **request})
        self._command = [python, "-P", str(CHILD)]
        self._events: queue.Queue[dict[str, Any]] = queue.Queue()

    def __enter__(self) -> Child:
        environ = {key: value for key, value in os.environ.items() if key != "PYTHONASYNCIODEBUG"}
        self._stderr: IO[bytes] = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            env=environ,
        )
        threading.Thread(target=self._read, daemon=True).start()
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(self._request.encode())
            self._process.stdin.close()
        except BrokenPipeError:  # it never began; the empty stream tells
            pass
        return self

    def __exit__(self, *_: object) -> None:
        # A thread that a test left behind may keep a finished child alive.
        self._process.kill()
        self._process.wait()
        self._stderr.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._events.put(json.loads(line))
        self._events.put(END_OF_STREAM)

    def next_event(self, limit: float) -> dict[str, Any] | None:
        """Wait for an event; None when ``limit`` real seconds bring none."""
        try:
            return self._events.get(timeout=limit)
        except queue.Empty:
            return None

    def last_words(self) -> str:
        """The end of what the child wrote to its standard error."""
        self._stderr.seek(0)
        return self._stderr.read()[-LAST_WORDS:].decode(errors="replace")


def describe(python: str, modules: list[str]) -> Interpreter:
    """Ask an interpreter for its version and for which of ``modules`` it has.

    Raises:
        ChildError: if it cannot be started or gives no answer.
    """
    try:
        with Child(python, {"describe": modules}) as child:
            event = child.next_event(START)
            if event is None or event["event"] != "described":
                raise ChildError(f"{python} gives no answer\n{child.last_words()}")
    except OSError as error:
        raise ChildError(f"{python} cannot be started: {error}") from error
    return Interpreter(python, event["version"], tuple(event["modules"]))


def run_module(python: str, module: str, loop: str, limit: float) -> dict[str, Outcome]:
    """Run every test of a module, in as many children as tests hang or crash, plus one.

    Raises:
        ChildError: if a child stops before its first test; ``loop`` may not import.
    """
    results: dict[str, Outcome] = {}
    ended = False
    while not ended:
        request = {"module": module, "loop": loop, "limit": limit, "skip": sorted(results)}
        with Child(python, request) as child:
            ended = _collect(child, results, limit)
    return results


def _collect(child: Child, results: dict[str, Outcome], limit: float) -> bool:
    """Add one child's outcomes to ``results``; False when a test ended it early."""
    latest = None
    while True:
        event = child.next_event(limit if latest else max(limit, START))
        if event is None or event is END_OF_STREAM:
            end = "hung" if event is None else "crashed"
            if latest is None:
                raise ChildError(f"the child {end} before any test\n{child.last_words()}")
            # Also when it has reported a result: unittest closes the loop after that.
            results[latest] = Outcome(end, detail=child.last_words())
            return False
        if event["event"] == "end":
            return True
        latest = event["test"]
        if event["event"] == "result":
            results[latest] = Outcome(event["outcome"], event["used"], event["detail"])
