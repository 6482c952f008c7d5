"""A process that has imported everything already, and runs pytest when it is told to.

`coro-lessons watch` starts it, by its path: nothing of the package may be imported before pytest
does so. One line of JSON on stdin is one run: its number and the arguments of pytest, or ``null``
to end the run that is going on. There are two ways to run:

- ``warm.py fork FD`` forks a process for each run, and writes its number and exit code to the
  descriptor if it ends by itself.
- ``warm.py once`` runs pytest itself, and ends; whoever cannot fork keeps one of these ready.

Rule: the process that waits does not run a learner's code.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, NoReturn

_LESSON = """
id = "warm"
title = { en = "Warm", es = "Warm" }
"""
_EXERCISE = f"""{_LESSON}
steps = [{{ id = "warm", title = {{ en = "W", es = "W" }}, tests = ["test_warm"], points = 1 }}]
hints = [{{ en = "-", es = "-" }}, {{ en = "-", es = "-" }}, {{ en = "-", es = "-" }}]
"""
_TEST = """
from pytest_coro_lessons import at_once, result, took

async def test_warm(exercise, world):
    work = world.operation("work")
    with took(1.0):
        await exercise.warm(work)
        at_once(work, 2)
"""
_ANSWER = """
async def warm(work):
    await work()
    print(await work())
"""
_INI = """
[pytest]
minversion = 8.4
addopts = --import-mode=importlib
asyncio_default_fixture_loop_scope = function
"""


def main(way: str, channel: int = -1) -> None:
    """Import everything, then run what stdin says."""
    sys.path.pop(0)  # this folder, whose modules nobody means
    with contextlib.suppress(Exception):  # without it the first run is slow, and says what is wrong
        _rehearse()
    if way == "fork":
        _Forking(channel).serve()
    else:
        line = sys.stdin.readline()
        if line:
            _run(json.loads(line)[1:])


def _rehearse() -> None:
    """Run a small exercise, which loads all that the learner's will need."""
    import pytest

    with tempfile.TemporaryDirectory(prefix="coro-lessons-") as folder, _silence():
        exercise = Path(folder, "exercises", "01_warm", "01_warm")
        exercise.mkdir(parents=True)
        Path(folder, "pytest.ini").write_text(_INI, encoding="utf-8")
        (exercise.parent / "lesson.toml").write_text(_LESSON, encoding="utf-8")
        (exercise / "exercise.toml").write_text(_EXERCISE, encoding="utf-8")
        (exercise / "test_exercise.py").write_text(_TEST, encoding="utf-8")
        (exercise / "exercise.py").write_text(_ANSWER, encoding="utf-8")
        pytest.main([f"--rootdir={folder}", "-p", "no:cacheprovider", str(exercise)])
        for name, module in list(sys.modules.items()):
            if (getattr(module, "__file__", None) or "").startswith(folder):
                del sys.modules[name]
    # A thread would not be there in a forked process, and what it holds would be held for ever.
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(timeout=1.0)
    gc.collect()
    gc.freeze()


@contextlib.contextmanager
def _silence() -> Any:
    kept = [os.dup(1), os.dup(2)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for number, copy in enumerate(kept, start=1):
            os.dup2(copy, number)
            os.close(copy)
        os.close(nowhere)


def _run(arguments: list[str]) -> NoReturn:
    """Run pytest as if it had been typed, and end the process."""
    import pytest

    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    # The plugin shows commands in the form in which pytest was started.
    sys.argv = [str(Path(sys.executable).with_name("pytest")), *arguments]
    code = int(pytest.main(arguments))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


class _Forking:
    """At most one run at a time, each in a process of its own."""

    def __init__(self, channel: int) -> None:
        self._channel = channel
        self._child = 0
        self._number = 0
        self._woken, waking = os.pipe()
        os.set_blocking(waking, False)
        signal.set_wakeup_fd(waking)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        # Ctrl-C reaches all processes of a terminal; this one ends when its stdin does.
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def serve(self) -> None:
        begun = b""
        while True:
            ready, _, _ = select.select([0, self._woken], [], [])
            if self._woken in ready:
                os.read(self._woken, 512)
                self._reap()
            if 0 in ready:
                read = os.read(0, 65536)
                if not read:
                    self._end()
                    return
                *lines, begun = (begun + read).split(b"\n")
                for line in lines:
                    self._take(json.loads(line))

    def _take(self, run: list[Any] | None) -> None:
        self._end()
        if run is None:
            return
        self._number, *arguments = run
        sys.stdout.flush()
        sys.stderr.flush()
        self._child = os.fork()
        if self._child == 0:
            self._become_child()
            _run(arguments)
        with contextlib.suppress(OSError):
            os.setpgid(self._child, 0)

    def _become_child(self) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.close(self._channel)
        # A group of its own, so that what the learner's code starts ends with it.
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)

    def _end(self) -> None:
        """Kill the run that is going on, if there is one; nobody is told how it ended."""
        if self._child:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._child, 0)
            self._child = 0

    def _reap(self) -> None:
        if not self._child:
            return
        ended, status = os.waitpid(self._child, os.WNOHANG)
        if ended:
            # Before anything else: threads and processes it left behind must not go on printing.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child, signal.SIGKILL)
            self._child = 0
            told = [self._number, os.waitstatus_to_exitcode(status)]
            os.write(self._channel, json.dumps(told).encode() + b"\n")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
