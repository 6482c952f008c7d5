"""Processes that run pytest at once, because they have imported everything before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest_coro_lessons

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Tell: TypeAlias = "Callable[[int, int], None]"
    """Told the number of a run that ended by itself, and its exit code; negative for a signal."""

# By its path: commands and the plugin do not import each other.
_WARM = Path(pytest_coro_lessons.__file__).with_name("plugin") / "warm.py"


class Runner(ABC):
    """Runs pytest, one run at a time; a new run ends the one before it."""

    def __init__(self, here: Path, tell: Tell) -> None:
        self._here = here
        self._tell = tell
        self._number = 0

    def start(self, arguments: Sequence[str]) -> int:
        """Start a run and return its number."""
        self._number += 1
        self._start(self._number, arguments)
        return self._number

    @abstractmethod
    def _start(self, number: int, arguments: Sequence[str]) -> None: ...

    @abstractmethod
    def stop(self) -> None:
        """End the run that is going on; it is not told of."""

    @abstractmethod
    def close(self) -> None:
        """End everything."""


def make_runner(here: Path, tell: Tell) -> Runner:
    """The fastest one that works here."""
    return ForkingRunner(here, tell) if hasattr(os, "fork") else SpareRunner(here, tell)


class ForkingRunner(Runner):
    """Keeps a warm process that forks one for each run."""

    def __init__(self, here: Path, tell: Tell) -> None:
        super().__init__(here, tell)
        self._server = self._new_server()

    def _new_server(self) -> subprocess.Popen[bytes]:
        reading, writing = os.pipe()
        server = subprocess.Popen(
            [sys.executable, str(_WARM), "fork", str(writing)],
            cwd=self._here,
            stdin=subprocess.PIPE,
            pass_fds=[writing],
            # Ctrl-C is for us, who then end it.
            start_new_session=True,
        )
        os.close(writing)
        threading.Thread(target=self._listen, args=[reading], name="runs", daemon=True).start()
        return server

    def _listen(self, channel: int) -> None:
        with os.fdopen(channel, encoding="utf-8") as lines:
            for line in lines:
                self._tell(*json.loads(line))

    def _start(self, number: int, arguments: Sequence[str]) -> None:
        try:
            self._send([number, *arguments])
        except OSError:
            # Somebody has killed it. A second one that cannot start is a fault of ours.
            self.close()
            self._server = self._new_server()
            self._send([number, *arguments])

    def stop(self) -> None:
        with suppress(OSError):
            self._send(None)

    def _send(self, what: object) -> None:
        stdin = self._server.stdin
        assert stdin is not None, "unreachable because it is a pipe"
        stdin.write(json.dumps(what).encode() + b"\n")
        stdin.flush()

    def close(self) -> None:
        # It ends by itself when it can read no more, and ends its child first.
        with suppress(OSError):
            if self._server.stdin is not None:
                self._server.stdin.close()
        try:
            self._server.wait(timeout=2.0)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()


class SpareRunner(Runner):
    """Keeps one process ready for the next run, where processes cannot fork."""

    def __init__(self, here: Path, tell: Tell) -> None:
        super().__init__(here, tell)
        self._lock = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._spare = self._new_process()

    def _new_process(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(_WARM), "once"]
        return subprocess.Popen(command, cwd=self._here, stdin=subprocess.PIPE)

    def _start(self, number: int, arguments: Sequence[str]) -> None:
        self.stop()
        with self._lock:
            running = self._spare if self._spare.poll() is None else self._new_process()
            self._running = running
        assert running.stdin is not None, "unreachable because it is a pipe"
        with suppress(OSError), running.stdin as stdin:
            stdin.write(json.dumps([number, *arguments]).encode() + b"\n")
        threading.Thread(target=self._wait, args=[number, running], daemon=True).start()

    def _wait(self, number: int, running: subprocess.Popen[bytes]) -> None:
        code = running.wait()
        if self._is_over(running):
            self._tell(number, code)

    def _is_over(self, process: subprocess.Popen[bytes] | None) -> bool:
        """Make a new spare in the place of this run, unless another thread has done so."""
        with self._lock:
            if process is None or self._running is not process:
                return False
            self._running = None
            # Not earlier: importing would slow down the run that the learner waits for.
            self._spare = self._new_process()
            return True

    def stop(self) -> None:
        running = self._running
        if self._is_over(running) and running is not None:
            running.kill()
            running.wait()

    def close(self) -> None:
        self.stop()
        with self._lock:
            self._spare.kill()
            self._spare.communicate()
